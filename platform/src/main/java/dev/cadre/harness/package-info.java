/**
 * Declared agents: their files, and the loop of model and tools that a turn is. Guarantee: a step
 * is recorded before it is shown, and a tool call that succeeded is never made again.
 */
@NullMarked
package dev.cadre.harness;

import org.jspecify.annotations.NullMarked;
