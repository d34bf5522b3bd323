package dev.cadre.model;

import dev.cadre.telemetry.SpanKeys;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes each call of a provider a span, a figure and a charge. Nothing of the conversation goes
 * into any of them. Thread-safe.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/gen-ai/gen-ai-spans/">GenAI spans</a>
 */
final class Meter {
  private static final Logger LOG = System.getLogger(Meter.class.getName());

  private final InstantSource clock;
  private final Tracer tracer;
  private final ModelMetrics metrics;
  private final PriceBook prices;
  private final Budgets budgets;
  private final UsageLedger ledger;
  private final Set<String> unpriced = ConcurrentHashMap.newKeySet();

  Meter(
      InstantSource clock,
      Tracer tracer,
      ModelMetrics metrics,
      PriceBook prices,
      Budgets budgets,
      UsageLedger ledger) {
    this.clock = clock;
    this.tracer = tracer;
    this.metrics = metrics;
    this.prices = prices;
    this.budgets = budgets;
    this.ledger = ledger;
  }

  /** What a call of {@code target} that uses as much costs, in dollars; 0 when nobody has told. */
  BigDecimal cost(Target target, Usage usage) {
    return price(target).map(price -> price.of(usage)).orElse(BigDecimal.ZERO);
  }

  Measured begin(Caller caller, Target target, ModelRequest request) {
    return new Measured(caller, target, span(caller, target, request));
  }

  private Optional<Price> price(Target target) {
    return prices.price(target, UsageStore.dayOf(clock.instant()));
  }

  private Span span(Caller caller, Target target, ModelRequest request) {
    SpanBuilder span =
        tracer
            .spanBuilder("chat " + target.id())
            .setSpanKind(SpanKind.CLIENT)
            .setParent(caller.trace())
            .setAttribute("gen_ai.operation.name", "chat")
            .setAttribute("gen_ai.provider.name", target.provider().kind().conventionalName())
            .setAttribute("gen_ai.request.model", target.id());
    if (caller.agent() != null) {
      span.setAttribute(SpanKeys.AGENT, caller.agent());
    }
    if (caller.session() != null) {
      span.setAttribute(SpanKeys.SESSION, caller.session());
    }
    Sampling sampling = request.sampling();
    if (sampling.maxTokens() != null) {
      span.setAttribute("gen_ai.request.max_tokens", sampling.maxTokens().longValue());
    }
    if (sampling.temperature() != null) {
      span.setAttribute("gen_ai.request.temperature", sampling.temperature());
    }
    if (sampling.topP() != null) {
      span.setAttribute("gen_ai.request.top_p", sampling.topP());
    }
    return span.startSpan();
  }

  /** One call under way. */
  final class Measured {
    private final Caller caller;
    private final Target target;
    private final Span span;
    private final Instant begun = clock.instant();

    private Measured(Caller caller, Target target, Span span) {
      this.caller = caller;
      this.target = target;
      this.span = span;
    }

    void replied(Reply reply) {
      span.setAttribute("gen_ai.response.model", reply.model())
          .setAttribute(
              io.opentelemetry.api.common.AttributeKey.stringArrayKey(
                  "gen_ai.response.finish_reasons"),
              List.of(reply.stop().name().toLowerCase(Locale.ROOT)));
      end(reply.usage(), false, Outcome.OK, null);
    }

    /**
     * @param used what it is guessed to have used: nothing for a call that was turned away
     */
    void failed(Outcome outcome, Usage used, @Nullable String why) {
      end(used, used.total() > 0, outcome, why);
    }

    private void end(Usage usage, boolean estimated, Outcome outcome, @Nullable String why) {
      Instant now = clock.instant();
      Optional<Price> price = price(target);
      BigDecimal cost = price.map(known -> known.of(usage)).orElse(BigDecimal.ZERO);
      UsageRow row =
          new UsageRow(
              now,
              caller,
              target.provider().name(),
              target.id(),
              usage,
              cost,
              price.isPresent(),
              estimated,
              outcome,
              Duration.between(begun, now));
      budgets.charge(caller, cost);
      ledger.add(row);
      metrics.called(target, row);
      if (price.isEmpty() && unpriced.size() < 1_000 && unpriced.add(target.toString())) {
        LOG.log(
            Level.WARNING,
            "nobody has told what {0} costs, and budgets do not hold it; set models.prices",
            target);
      }
      finish(row, why);
    }

    private void finish(UsageRow row, @Nullable String why) {
      span.setAttribute("gen_ai.usage.input_tokens", row.usage().input())
          .setAttribute("gen_ai.usage.output_tokens", row.usage().output())
          .setAttribute("cadre.cost.usd", row.cost().doubleValue());
      if (row.outcome() != Outcome.OK) {
        span.setAttribute("error.type", row.outcome().name().toLowerCase(Locale.ROOT))
            .setStatus(StatusCode.ERROR, why == null ? "" : why);
      }
      span.end();
    }
  }
}
