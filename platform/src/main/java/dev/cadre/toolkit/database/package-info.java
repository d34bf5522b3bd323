/**
 * Questions to a SQL database. Guarantee: unless the operator allows writing, no call changes
 * anything; no call outlives its limits of time, rows and bytes; and the platform's own database is
 * never the one asked.
 */
@NullMarked
package dev.cadre.toolkit.database;

import org.jspecify.annotations.NullMarked;
