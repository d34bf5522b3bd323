/**
 * Worker processes: one agent's program, confined as far as the machine allows. Guarantee: a worker
 * reads and writes its own folder only, reaches only what its network policy allows, stays within
 * its limits, and does not outlive the platform; what of this the machine cannot give is said in
 * {@link dev.cadre.worker.Isolation}.
 */
@NullMarked
package dev.cadre.worker;

import org.jspecify.annotations.NullMarked;
