package dev.cadre.telemetry;

import io.opentelemetry.api.baggage.propagation.W3CBaggagePropagator;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The trace that a request belongs to, in and out of its headers: W3C {@code traceparent}, {@code
 * tracestate} and {@code baggage}, and AWS's {@code X-Amzn-Trace-Id} where the first is absent.
 * What is malformed or too long is as good as absent, as W3C asks.
 *
 * @see <a href="https://www.w3.org/TR/trace-context/">W3C Trace Context</a>
 * @see <a
 *     href="https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader">X-Ray
 *     tracing header</a>
 */
public final class TraceContext {
  private static final String TRACEPARENT = "traceparent";
  private static final String AMZN = "X-Amzn-Trace-Id";
  private static final String BAGGAGE = "baggage";
  private static final int MAX_BAGGAGE = 8192;
  private static final int MAX_AMZN = 512;
  private static final Pattern ROOT = Pattern.compile("1-([0-9a-fA-F]{8})-([0-9a-fA-F]{24})");
  private static final Pattern PARENT = Pattern.compile("[0-9a-fA-F]{16}");
  private static final int EPOCH_DIGITS = 8;
  private static final int PARENT_DIGITS = 16;

  private TraceContext() {}

  /** {@code header} gives the value of a header, whatever the case of its name, or null. */
  public static Context read(Function<String, @Nullable String> header) {
    Context context =
        W3CTraceContextPropagator.getInstance().extract(Context.root(), header, new Headers());
    if (!Span.fromContext(context).getSpanContext().isValid()) {
      String amzn = header.apply(AMZN);
      SpanContext parent = amzn == null ? SpanContext.getInvalid() : parse(amzn);
      context = parent.isValid() ? context.with(Span.wrap(parent)) : context;
    }
    String baggage = header.apply(BAGGAGE);
    return baggage == null || baggage.length() > MAX_BAGGAGE
        ? context
        : W3CBaggagePropagator.getInstance().extract(context, header, new Headers());
  }

  /**
   * The trace of this id, of which no span is known: what is done in it stands beside its spans.
   *
   * @param traceId 32 hexadecimal digits; the root context when it is none
   */
  public static Context of(String traceId) {
    String parent = traceId.substring(Math.max(0, traceId.length() - PARENT_DIGITS));
    SpanContext span =
        SpanContext.createFromRemoteParent(
            traceId, parent, TraceFlags.getSampled(), TraceState.getDefault());
    return span.isValid() ? Context.root().with(Span.wrap(span)) : Context.root();
  }

  /** Gives each header to send, both W3C's and AWS's; none when {@code context} has no trace. */
  public static void write(Context context, BiConsumer<String, String> header) {
    SpanContext span = Span.fromContext(context).getSpanContext();
    if (!span.isValid()) {
      return;
    }
    W3CTraceContextPropagator.getInstance().inject(context, header, TraceContext::set);
    header.accept(AMZN, format(span));
    W3CBaggagePropagator.getInstance()
        .inject(
            context,
            header,
            (to, name, value) -> {
              if (value.length() <= MAX_BAGGAGE) {
                set(to, name, value);
              }
            });
  }

  /**
   * {@code Root=1-8hex-24hex;Parent=16hex;Sampled=1} as W3C's ids; invalid when it is not one. A
   * root alone names a trace whose first span nobody has seen: its low half stands for that span.
   * Without a decision, the trace is kept.
   */
  static SpanContext parse(String amzn) {
    if (amzn.length() > MAX_AMZN) {
      return SpanContext.getInvalid();
    }
    Map<String, String> fields = fields(amzn);
    Matcher root = ROOT.matcher(fields.getOrDefault("root", ""));
    if (!root.matches()) {
      return SpanContext.getInvalid();
    }
    String parent = fields.getOrDefault("parent", root.group(2).substring(EPOCH_DIGITS));
    if (!PARENT.matcher(parent).matches()) {
      return SpanContext.getInvalid();
    }
    return SpanContext.createFromRemoteParent(
        lower(root.group(1) + root.group(2)),
        lower(parent),
        fields.getOrDefault("sampled", "?").equals("0")
            ? TraceFlags.getDefault()
            : TraceFlags.getSampled(),
        TraceState.getDefault());
  }

  static String format(SpanContext span) {
    String trace = span.getTraceId();
    return "Root=1-"
        + trace.substring(0, EPOCH_DIGITS)
        + "-"
        + trace.substring(EPOCH_DIGITS)
        + ";Parent="
        + span.getSpanId()
        + ";Sampled="
        + (span.isSampled() ? "1" : "0");
  }

  private static Map<String, String> fields(String amzn) {
    Map<String, String> fields = new HashMap<>();
    for (String field : amzn.split(";", -1)) {
      int equals = field.indexOf('=');
      if (equals > 0) {
        fields.put(lower(field.substring(0, equals).strip()), field.substring(equals + 1).strip());
      }
    }
    return fields;
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  private static void set(@Nullable BiConsumer<String, String> header, String name, String value) {
    if (header != null) {
      header.accept(name, value);
    }
  }

  /** Headers by name; the propagators never ask for all. */
  private static final class Headers implements TextMapGetter<Function<String, @Nullable String>> {
    @Override
    public Iterable<String> keys(Function<String, @Nullable String> header) {
      return List.of(TRACEPARENT, "tracestate", BAGGAGE);
    }

    @Override
    public @Nullable String get(@Nullable Function<String, @Nullable String> header, String name) {
      return header == null ? null : header.apply(name);
    }
  }
}
