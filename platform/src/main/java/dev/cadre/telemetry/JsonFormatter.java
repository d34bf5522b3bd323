package dev.cadre.telemetry;

import dev.cadre.json.Json;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Locale;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;
import tools.jackson.databind.node.ObjectNode;

/** A log record as one line of JSON: at, level, logger, message, traceId, error. */
final class JsonFormatter extends Formatter {
  private static final int MAX_MESSAGE = 8 << 10;
  private static final int MAX_ERROR = 16 << 10;

  @Override
  public String format(LogRecord entry) {
    ObjectNode json =
        Json.object()
            .put("at", entry.getInstant().toString())
            .put("level", LogLevel.of(entry.getLevel()).name().toLowerCase(Locale.ROOT))
            .put("logger", entry.getLoggerName())
            .put("message", cut(formatMessage(entry), MAX_MESSAGE));
    // Records are formatted on the thread that logs, which is the one that has the span.
    SpanContext span = Span.current().getSpanContext();
    if (span.isValid()) {
      json.put("traceId", span.getTraceId());
    }
    if (entry.getThrown() != null) {
      json.put("error", cut(stackTrace(entry.getThrown()), MAX_ERROR));
    }
    return json + "\n";
  }

  private static String stackTrace(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return text.toString().strip();
  }

  private static String cut(String text, int max) {
    return text.length() <= max ? text : text.substring(0, max) + " [cut]";
  }
}
