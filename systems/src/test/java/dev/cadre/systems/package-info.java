/** The reference systems, asked as people ask them. */
@NullMarked
package dev.cadre.systems;

import org.jspecify.annotations.NullMarked;
