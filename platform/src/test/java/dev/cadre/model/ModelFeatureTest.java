package dev.cadre.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cadre.fault.Fault;
import dev.cadre.http.FakeExchange;
import dev.cadre.http.Handler;
import dev.cadre.http.Operation;
import dev.cadre.http.Routes;
import dev.cadre.store.TestDatabase;
import dev.cadre.telemetry.Metrics;
import dev.cadre.telemetry.Telemetry;
import dev.cadre.telemetry.TelemetryConfig;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The feature as the platform makes it, on a database, with models that are told what to say. */
class ModelFeatureTest {
  private final TestTime time = new TestTime();
  private final TestDatabase db = TestDatabase.fresh();
  private final Metrics metrics = new Metrics();
  private final Telemetry telemetry =
      new Telemetry(db.database(), time, time, metrics, TelemetryConfig.DEFAULTS);
  private final StubModel bedrock = new StubModel();
  private final Map<String, Handler> handlers = new HashMap<>();
  private final ModelFeature feature = feature(metrics);

  private ModelFeature feature(Metrics figures) {
    ModelsConfig d = ModelsConfig.DEFAULTS;
    ModelFeature made =
        new ModelFeature(
            db.database(),
            time,
            time,
            new Random(7),
            telemetry,
            figures,
            Map.of("bedrock", bedrock, "offline", new StubModel()),
            new ModelsConfig(
                List.of(Samples.bedrock("eu-west-1")),
                Map.of("default", List.of("bedrock:claude-3-7-sonnet", "offline")),
                1,
                d.firstPart(),
                d.whole(),
                d.maxWait(),
                2,
                Duration.ofSeconds(30),
                d.retentionDays(),
                List.of(),
                new BudgetLimits(new BigDecimal("0.028"), null, null, null)));
    made.bind(
        new Routes() {
          @Override
          public Routes add(String method, String pattern, Handler handler) {
            handlers.put(method + " " + pattern, handler);
            return this;
          }

          @Override
          public Routes requiring(String scope) {
            return this;
          }

          @Override
          public Routes aws(String service, String operation, Operation handler) {
            throw new AssertionError("models have no operation of AWS's control plane");
          }
        });
    return made;
  }

  @AfterEach
  void close() {
    feature.close();
    telemetry.close();
    db.close();
  }

  private Reply ask() throws InterruptedException {
    return feature.models().reply(Samples.CALLER, Samples.request("default"), ReplySink.NONE);
  }

  private JsonNode get(String path, FakeExchange exchange) throws Exception {
    handlers.get("GET " + path).handle(exchange);
    assertThat(exchange.status()).isEqualTo(200);
    return exchange.answer();
  }

  @Test
  void what_was_used_is_told_at_once_by_session_agent_tenant_and_day() throws Exception {
    ask();
    ask();
    for (Map.Entry<String, String> by :
        Map.of("session", "session-1", "agent", "support", "tenant", "ada", "day", "2026-11-21")
            .entrySet()) {
      JsonNode sum =
          get("/cadre/v1/usage", new FakeExchange().with("by", by.getKey())).at("/usage/0");
      assertThat(sum.path("key").asString()).isEqualTo(by.getValue());
      assertThat(sum.path("calls").asInt()).isEqualTo(2);
      // Twice 1,000 tokens at 3 and 100 at 15 dollars a million.
      assertThat(sum.path("cost").decimalValue()).isEqualByComparingTo("0.009");
    }
  }

  @Test
  void a_question_for_usage_that_makes_no_sense_is_refused_with_what_would() {
    for (Map.Entry<String, String> wrong :
        Map.of("by", "week", "since", "monday", "limit", "0").entrySet()) {
      assertThatThrownBy(
              () ->
                  get(
                      "/cadre/v1/usage",
                      new FakeExchange().with(wrong.getKey(), wrong.getValue())))
          .isInstanceOf(Fault.Invalid.class)
          .hasMessageContaining(wrong.getKey() + " '" + wrong.getValue() + "' must be");
    }
  }

  @Test
  void the_list_of_models_says_what_is_called_and_how_it_is() throws Exception {
    bedrock.fails(Samples.UNAVAILABLE).fails(Samples.UNAVAILABLE);
    ask();
    ask();
    JsonNode answer = get("/cadre/v1/models", new FakeExchange());
    assertThat(answer.at("/aliases/0/name").asString()).isEqualTo("default");
    assertThat(answer.at("/aliases/0/targets/0/model").asString())
        .isEqualTo("eu.anthropic.claude-3-7-sonnet-20250219-v1:0");
    assertThat(answer.at("/providers/0/state").asString()).isEqualTo("open");
    assertThat(answer.at("/providers/0/leftAloneSeconds").asInt()).isEqualTo(30);
    assertThat(answer.at("/providers/1/name").asString()).isEqualTo("offline");
  }

  @Test
  void charges_survive_a_clean_stop_and_count_against_budgets_after_it() throws Exception {
    for (int i = 0; i < 3; i++) {
      ask();
    }
    feature.close();
    ModelFeature next = feature(new Metrics());
    assertThatThrownBy(
            () ->
                next.models()
                    .reply(Samples.CALLER, Samples.request("default"), ReplySink.NONE))
        .isInstanceOf(ModelException.OverBudget.class)
        .hasMessageContaining("session-1 has spent $0.013500 of its $0.028000");
    next.close();
  }

  @Test
  void figures_bear_the_conventional_names() throws Exception {
    ask();
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    metrics.write("", text);
    assertThat(text.toString(StandardCharsets.UTF_8))
        .contains(
            "gen_ai_client_token_usage_sum{gen_ai_provider_name=\"aws.bedrock\",gen_ai_request_model=\"eu.anthropic.claude-3-7-sonnet-20250219-v1:0\",gen_ai_token_type=\"input\"} 1000.0")
        .contains("gen_ai_client_operation_duration_seconds_count{")
        .contains("cadre_model_cost_dollars_total{")
        .contains("cadre_model_provider_open{provider=\"bedrock\"} 0.0");
  }
}
