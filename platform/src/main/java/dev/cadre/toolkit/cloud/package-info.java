/**
 * Amazon Web Services: buckets, models and Glue jobs. Guarantee: calls are made with the
 * credentials that the AWS SDK finds, which no answer and no error shows; a job is never started
 * twice by one call.
 */
@NullMarked
package dev.cadre.toolkit.cloud;

import org.jspecify.annotations.NullMarked;
