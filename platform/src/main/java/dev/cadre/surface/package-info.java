/**
 * How declared agents are called: each protocol's request made into a turn, and the turn's events
 * into that protocol. Guarantee: whatever ends a turn reaches its caller as an answer or as an
 * error of the caller's own protocol, and nothing is taken for whole that was cut.
 */
@NullMarked
package dev.cadre.surface;

import org.jspecify.annotations.NullMarked;
