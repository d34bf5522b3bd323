/** JSON in and out, one mapper for the whole platform. */
@NullMarked
package dev.cadre.json;

import org.jspecify.annotations.NullMarked;
