package dev.cadre.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cadre.time.Breaker;
import dev.cadre.time.BreakerState;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class RoutedModelsTest {
  private final TestTime time = new TestTime();
  private final StubModel first = new StubModel();
  private final StubModel second = new StubModel();
  private final List<SpanData> spans = new ArrayList<>();
  private final List<UsageRow> rows = new ArrayList<>();
  private final Map<String, Lane> lanes = new LinkedHashMap<>();
  private final UsageLedger ledger = new UsageLedger(rows::addAll);
  private RoutedModels models;

  @BeforeEach
  void open() {
    models = models(BudgetLimits.NONE);
  }

  private RoutedModels models(BudgetLimits limits) {
    List<ProviderConfig> providers =
        List.of(
            Samples.provider("first", ProviderKind.ANTHROPIC, ""),
            Samples.provider("second", ProviderKind.OPENAI, ""));
    Routing routing =
        new Routing(
            providers,
            Map.of("default", List.of("first:claude-3-7-sonnet", "second:gpt-4o")),
            Catalogue.load());
    lanes.clear();
    lanes.put("first", lane(providers.get(0), first));
    lanes.put("second", lane(providers.get(1), second));
    Budgets budgets = new Budgets(limits, time, Samples.NOTHING_SPENT);
    Meter meter =
        new Meter(
            time,
            SdkTracerProvider.builder().addSpanProcessor(new Ended()).build().get("test"),
            new ModelMetrics(new PrometheusRegistry()),
            PriceBook.load(List.of()),
            budgets,
            ledger);
    return new RoutedModels(
        routing,
        lanes,
        new Calls(time, meter, Duration.ofMinutes(1), Duration.ofMinutes(10)),
        meter,
        budgets,
        new Backoff(3, new Random(7)),
        time);
  }

  private Lane lane(ProviderConfig provider, Model model) {
    return new Lane(
        provider,
        model,
        new Breaker(time, 4, Duration.ofSeconds(30)),
        new Allowance(provider, time, time, Duration.ZERO));
  }

  private Reply ask() throws InterruptedException {
    return models.reply(Samples.CALLER, Samples.request("default"), ReplySink.NONE);
  }

  private List<UsageRow> charged() {
    ledger.flush();
    return rows;
  }

  @Test
  void the_first_target_answers() throws InterruptedException {
    Reply reply = ask();
    assertThat(reply.text()).isEqualTo("done");
    assertThat(first.asked)
        .singleElement()
        .satisfies(asked -> assertThat(asked.model()).isEqualTo("claude-3-7-sonnet-20250219"));
    assertThat(second.asked).isEmpty();
    assertThat(time.alarms()).isZero();
  }

  @Test
  void a_failure_that_may_pass_is_waited_out() throws InterruptedException {
    first
        .fails(new ModelException.Throttled("slow", Duration.ofSeconds(7)))
        .fails(Samples.UNAVAILABLE);
    assertThat(ask().text()).isEqualTo("done");
    assertThat(first.asked).hasSize(3);
    assertThat(time.pauses).hasSize(2).first().isEqualTo(Duration.ofSeconds(7));
    assertThat(second.asked).isEmpty();
  }

  @Test
  void the_next_target_answers_for_one_that_stays_away() throws InterruptedException {
    first.fails(Samples.UNAVAILABLE).fails(Samples.UNAVAILABLE).fails(Samples.UNAVAILABLE);
    assertThat(ask().model()).isEqualTo("gpt-4o");
    assertThat(first.asked).hasSize(3);
  }

  @Test
  void bad_credentials_are_not_tried_again_here_but_elsewhere() throws InterruptedException {
    first.fails(new ModelException.BadCredentials("no"));
    assertThat(ask().model()).isEqualTo("gpt-4o");
    assertThat(first.asked).hasSize(1);
    assertThat(time.pauses).isEmpty();
  }

  @Test
  void what_the_caller_must_mend_is_told_at_once() {
    for (ModelException e :
        List.of(
            new ModelException.Invalid("wrong"),
            new ModelException.TooLong("long"),
            new ModelException.Refused("no"))) {
      first.fails(e);
      assertThatThrownBy(this::ask).isSameAs(e);
    }
    assertThat(first.asked).hasSize(3);
    assertThat(second.asked).isEmpty();
  }

  @Test
  void when_all_fail_the_first_failure_is_told_with_the_others() {
    ModelException last = new ModelException.BadCredentials("second");
    first.fails(new ModelException.Throttled("first", Duration.ofHours(1)));
    second.fails(last);
    assertThatThrownBy(this::ask).hasMessage("first").hasSuppressedException(last);
  }

  @Test
  void nothing_is_repeated_once_a_part_was_shown() {
    first.then(
        (_, sink) -> {
          sink.accept(new ReplyEvent.TextDelta(0, "Once upon"));
          throw new ModelException.Cut("cut", Samples.UNAVAILABLE);
        });
    List<ReplyEvent> seen = new ArrayList<>();
    assertThatThrownBy(() -> models.reply(Samples.CALLER, Samples.request("default"), seen::add))
        .isInstanceOf(ModelException.Cut.class);
    assertThat(seen).hasSize(1);
    assertThat(first.asked).hasSize(1);
    assertThat(second.asked).isEmpty();
  }

  @Test
  void a_provider_that_keeps_failing_is_left_alone_and_comes_back() throws InterruptedException {
    for (int i = 0; i < 4; i++) {
      first.fails(Samples.UNAVAILABLE);
    }
    ask();
    ask();
    assertThat(lanes.get("first").breaker().state()).isEqualTo(BreakerState.OPEN);
    int before = first.asked.size();
    assertThat(ask().model()).isEqualTo("gpt-4o");
    assertThat(first.asked).hasSize(before);
    time.forward(Duration.ofSeconds(30));
    assertThat(ask().model()).isEqualTo("claude-3-7-sonnet-20250219");
    assertThat(lanes.get("first").breaker().state()).isEqualTo(BreakerState.CLOSED);
  }

  @Test
  void a_provider_left_alone_is_told_of_when_there_is_no_other() {
    for (int i = 0; i < 4; i++) {
      first.fails(Samples.UNAVAILABLE);
    }
    ModelRequest direct = Samples.request("first:claude-3-7-sonnet");
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> models.reply(Samples.CALLER, direct, ReplySink.NONE))
          .isInstanceOf(ModelException.Unavailable.class);
    }
    assertThatThrownBy(() -> models.reply(Samples.CALLER, direct, ReplySink.NONE))
        .hasMessageContaining("left alone for another 30 s");
    assertThat(first.asked).hasSize(4);
  }

  private Model stuck(Duration passes) {
    return (_, _) -> {
      time.forward(passes);
      new CountDownLatch(1).await();
      throw new AssertionError("nothing wakes it but an interruption");
    };
  }

  @Test
  void a_model_that_says_nothing_in_time_is_given_up() {
    for (int i = 0; i < 3; i++) {
      first.then(stuck(Duration.ofMinutes(1)));
    }
    assertThatThrownBy(
            () ->
                models.reply(
                    Samples.CALLER, Samples.request("first:claude-3-7-sonnet"), ReplySink.NONE))
        .isInstanceOf(ModelException.Unavailable.class)
        .hasMessageContaining("'first' is too slow: nothing came within 60 s");
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    assertThat(first.asked).hasSize(3);
  }

  @Test
  void a_limit_that_passes_as_the_reply_arrives_interrupts_nothing_after_it()
      throws InterruptedException {
    first.then(
        (request, sink) -> {
          Reply reply = StubModel.said(request, sink, "just in time");
          time.forward(Duration.ofMinutes(10));
          return reply;
        });
    assertThat(ask().text()).isEqualTo("just in time");
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void a_reply_that_never_ends_is_cut() {
    first.then(
        (request, sink) -> {
          sink.accept(new ReplyEvent.TextDelta(0, "Once"));
          return stuck(Duration.ofMinutes(10)).reply(request, sink);
        });
    assertThatThrownBy(this::ask)
        .isInstanceOf(ModelException.Cut.class)
        .hasMessageContaining("it took longer than 600 s");
  }

  @Test
  void a_caller_that_goes_away_is_not_answered_by_another() {
    first.then(
        (_, _) -> {
          throw new InterruptedException();
        });
    assertThatThrownBy(this::ask).isInstanceOf(InterruptedException.class);
    assertThat(second.asked).isEmpty();
    assertThat(charged())
        .singleElement()
        .satisfies(row -> assertThat(row.outcome()).isEqualTo(Outcome.CANCELLED));
  }

  @Test
  void every_call_is_charged_to_its_caller() throws InterruptedException {
    first.fails(new ModelException.BadCredentials("no"));
    ask();
    assertThat(charged())
        .extracting(UsageRow::outcome)
        .containsExactly(Outcome.BAD_CREDENTIALS, Outcome.OK);
    assertThat(rows.getFirst().cost()).isEqualByComparingTo(BigDecimal.ZERO);
    // 1,000 tokens at 2.50 and 100 at 10 dollars a million.
    assertThat(rows.getLast().cost()).isEqualByComparingTo("0.0035");
    assertThat(rows.getLast().caller()).isEqualTo(Samples.CALLER);
    assertThat(rows.getLast().estimated()).isFalse();
  }

  @Test
  void a_reply_that_was_cut_is_charged_by_an_estimate() {
    first.then(
        (_, sink) -> {
          sink.accept(new ReplyEvent.TextDelta(0, "Once upon a time there was"));
          throw new ModelException.Cut("cut", null);
        });
    assertThatThrownBy(this::ask).isInstanceOf(ModelException.Cut.class);
    UsageRow row = charged().getFirst();
    assertThat(row.estimated()).isTrue();
    assertThat(row.usage().output()).isBetween(5L, 10L);
    assertThat(row.cost()).isGreaterThan(BigDecimal.ZERO);
  }

  @Test
  void a_spent_budget_refuses_before_anything_is_asked() throws InterruptedException {
    models = models(new BudgetLimits(new BigDecimal("0.0195"), null, null, null));
    ask();
    assertThatThrownBy(this::ask)
        .isInstanceOf(ModelException.OverBudget.class)
        .hasMessageContaining("session-1")
        .hasMessageContaining("$0.004500 of its $0.019500");
    assertThat(first.asked).hasSize(1);
  }

  @Test
  void a_call_is_a_span_that_says_what_was_called_and_nothing_that_was_said()
      throws InterruptedException {
    ask();
    assertThat(spans).hasSize(1);
    SpanData span = spans.getFirst();
    assertThat(span.getName()).isEqualTo("chat claude-3-7-sonnet-20250219");
    assertThat(span.getKind()).isEqualTo(SpanKind.CLIENT);
    Map<String, Object> attributes = new LinkedHashMap<>();
    span.getAttributes().forEach((key, value) -> attributes.put(key.getKey(), value));
    assertThat(attributes)
        .containsEntry("gen_ai.operation.name", "chat")
        .containsEntry("gen_ai.provider.name", "anthropic")
        .containsEntry("gen_ai.response.finish_reasons", List.of("end_turn"))
        .containsEntry("gen_ai.usage.input_tokens", 1_000L)
        .containsEntry("gen_ai.usage.output_tokens", 100L)
        .containsEntry("gen_ai.agent.id", "support")
        .containsEntry("session.id", "session-1");
    assertThat(attributes.toString()).doesNotContain("Hello", "Be brief", "done");
  }

  @Test
  void a_failed_call_is_a_span_with_its_kind_of_error() throws InterruptedException {
    first.fails(new ModelException.BadCredentials("no"));
    ask();
    assertThat(spans.getFirst().getAttributes().get(AttributeKey.stringKey("error.type")))
        .isEqualTo("bad_credentials");
  }

  @Test
  void the_smallest_context_of_an_alias_counts() {
    assertThat(models.contextTokens("default")).isEqualTo(128_000);
    assertThat(models.contextTokens("claude-3-7-sonnet")).isEqualTo(200_000);
  }

  /** Keeps what ended. */
  private final class Ended implements SpanProcessor {
    @Override
    public void onStart(Context parent, ReadWriteSpan span) {}

    @Override
    public boolean isStartRequired() {
      return false;
    }

    @Override
    public void onEnd(ReadableSpan span) {
      spans.add(span.toSpanData());
    }

    @Override
    public boolean isEndRequired() {
      return true;
    }
  }
}
