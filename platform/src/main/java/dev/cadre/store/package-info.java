/**
 * PostgreSQL: transactions, migrations, and the embedded server. Guarantee: what a transaction
 * returned from is on disk.
 */
@NullMarked
package dev.cadre.store;

import org.jspecify.annotations.NullMarked;
