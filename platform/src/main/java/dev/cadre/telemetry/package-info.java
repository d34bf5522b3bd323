/** Spans, metrics and logs: a sink that knows no feature. */
@NullMarked
package dev.cadre.telemetry;

import org.jspecify.annotations.NullMarked;
