/**
 * What a video's container says of it, without decoding a picture. Guarantee: a file costs time and
 * memory in proportion to its bytes, whatever lengths and counts it claims.
 */
@NullMarked
package dev.cadre.toolkit.video;

import org.jspecify.annotations.NullMarked;
