/**
 * Sessions and the workers behind them. Guarantee: a session's invocations reach one worker, and a
 * worker belongs to one session and is never reused.
 */
@NullMarked
package dev.cadre.session;

import org.jspecify.annotations.NullMarked;
