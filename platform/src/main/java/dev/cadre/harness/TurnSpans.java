package dev.cadre.harness;

import dev.cadre.model.Caller;
import dev.cadre.telemetry.SpanKeys;
import dev.cadre.telemetry.TraceContext;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A turn in its trace, there and back over a restart. Thread-safe. */
final class TurnSpans {
  private static final AttributeKey<String> OPERATION =
      AttributeKey.stringKey("gen_ai.operation.name");
  private static final AttributeKey<String> NAME = AttributeKey.stringKey("gen_ai.agent.name");
  private static final AttributeKey<Long> INPUT = AttributeKey.longKey("gen_ai.usage.input_tokens");
  private static final AttributeKey<Long> OUTPUT =
      AttributeKey.longKey("gen_ai.usage.output_tokens");

  private final Tracer tracer;

  TurnSpans(Tracer tracer) {
    this.tracer = tracer;
  }

  /** The span of one turn; the caller ends it. */
  Span begin(AgentDefinition agent, ConversationId conversation, Caller caller) {
    return tracer
        .spanBuilder("invoke_agent " + agent.name())
        .setParent(caller.trace())
        .setAttribute(OPERATION, "invoke_agent")
        .setAttribute(NAME, agent.name())
        .setAttribute(SpanKeys.AGENT, conversation.agent())
        .setAttribute(SpanKeys.SESSION, conversation.session())
        .startSpan();
  }

  static void used(Span span, Spending spending) {
    span.setAttribute(INPUT, spending.usage().input());
    span.setAttribute(OUTPUT, spending.usage().output());
  }

  /** How the journal keeps a trace; null for none. */
  static @Nullable String written(Context trace) {
    Map<String, String> headers = new HashMap<>();
    TraceContext.write(trace, headers::put);
    return headers.get("traceparent");
  }

  static Context trace(@Nullable String written) {
    return TraceContext.read(name -> name.equals("traceparent") ? written : null);
  }
}
