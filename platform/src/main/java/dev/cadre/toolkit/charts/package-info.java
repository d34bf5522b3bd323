/**
 * Charts as SVG: for a page, a mail or a report. Guarantee: a chart says in words what it shows,
 * can be told apart without colours, and holds nothing of the data but text and numbers.
 */
@NullMarked
package dev.cadre.toolkit.charts;

import org.jspecify.annotations.NullMarked;
