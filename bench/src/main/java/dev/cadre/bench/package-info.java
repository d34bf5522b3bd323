/**
 * Benchmarks of a running platform, by hand: {@code ./cadre bench}. Every figure is taken beside
 * its base, in the same run, by the same client: a number without its machine and its ratio says
 * nothing. Loopback only; every run is bounded in requests and ends by itself.
 */
@NullMarked
package dev.cadre.bench;

import org.jspecify.annotations.NullMarked;
