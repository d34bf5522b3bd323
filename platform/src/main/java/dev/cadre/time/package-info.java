/**
 * Clocks and timers that tests can drive by hand. Nothing else in the platform asks the machine
 * what time it is.
 */
@NullMarked
package dev.cadre.time;

import org.jspecify.annotations.NullMarked;
