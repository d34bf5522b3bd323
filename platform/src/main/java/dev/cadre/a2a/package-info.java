/**
 * Agents among agents, over the Agent2Agent protocol 1.0 and 0.3: every agent of the platform is an
 * A2A server, and any A2A agent anywhere is a tool. What a client of a task was shown is in the
 * database first, and a task is its principal's alone.
 */
@NullMarked
package dev.cadre.a2a;

import org.jspecify.annotations.NullMarked;
