/**
 * Object storage: files that people send, each its owner's alone, put and shown by URLs that carry
 * their own proof, on disk or in a bucket of S3. A file that is listed is whole, is what it was
 * said to be, and is gone after its time.
 */
@NullMarked
package dev.cadre.object;

import org.jspecify.annotations.NullMarked;
