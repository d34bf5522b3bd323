/**
 * Questions to tables: what is in them, SQL, sums, correlations, charts. Guarantee: sums are exact
 * decimals; a query reads the one file and nothing else, for a limited time and in limited memory.
 */
@NullMarked
package dev.cadre.toolkit.data;

import org.jspecify.annotations.NullMarked;
