/**
 * Rows and columns out of CSV files, workbooks and JSON. Guarantee: a table is read whole or
 * refused; one with cells missing never passes for the whole.
 */
@NullMarked
package dev.cadre.toolkit.tables;

import org.jspecify.annotations.NullMarked;
