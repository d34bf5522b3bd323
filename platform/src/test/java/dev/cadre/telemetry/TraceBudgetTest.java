package dev.cadre.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class TraceBudgetTest {
  private Instant now = Instant.parse("2026-01-01T00:00:00.999Z");

  @Test
  void keeps_so_many_traces_of_each_second() {
    TraceBudget budget = new TraceBudget(Sampler.alwaysOn(), () -> now, 3);

    assertThat(kept(budget, 10)).isEqualTo(3);
    now = now.plusMillis(1);
    assertThat(kept(budget, 2)).isEqualTo(2);
    assertThat(kept(budget, 2)).isEqualTo(1);
    now = now.plusSeconds(5);
    assertThat(kept(budget, 10)).as("what a quiet second left is not saved up").isEqualTo(3);
  }

  @Test
  void a_trace_that_is_not_sampled_costs_nothing_of_it() {
    TraceBudget budget = new TraceBudget(Sampler.alwaysOff(), () -> now, 3);

    assertThat(kept(budget, 10)).isZero();
  }

  private static long kept(Sampler sampler, int traces) {
    return IntStream.range(0, traces)
        .mapToObj(
            i ->
                sampler.shouldSample(
                    Context.root(),
                    String.format("%032x", i + 1),
                    "request",
                    SpanKind.SERVER,
                    Attributes.empty(),
                    List.of()))
        .filter(result -> result.getDecision() == SamplingDecision.RECORD_AND_SAMPLE)
        .count();
  }
}
