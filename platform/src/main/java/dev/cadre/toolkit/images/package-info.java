/**
 * What can be told of pictures: their format, their colours, what a model sees in them. Guarantee:
 * no picture is decoded before its size is known to be bearable; where they were taken is told only
 * when asked for.
 */
@NullMarked
package dev.cadre.toolkit.images;

import org.jspecify.annotations.NullMarked;
