/**
 * What agents remember: events in the order they came, and the records made from them. Guarantees:
 * an event that was answered is stored, and is read by every strategy exactly once; a record never
 * leaves its namespace; what is forgotten is in no table.
 */
@NullMarked
package dev.cadre.memory;

import org.jspecify.annotations.NullMarked;
