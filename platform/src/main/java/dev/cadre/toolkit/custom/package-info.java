/**
 * The weather, and a place for small data. Guarantee: a caller reads what it stored itself and no
 * other's; weather that was not measured is never told as if it was.
 */
@NullMarked
package dev.cadre.toolkit.custom;

import org.jspecify.annotations.NullMarked;
