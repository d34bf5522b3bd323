package dev.cadre.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cadre.fault.Fault;
import dev.cadre.json.Json;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Targets that are down, slow, lying or enormous, beside one that is none of these. */
final class TargetsTest {
  private final Gateways gateways = new Gateways();
  private StandInTarget bad;
  private StandInTarget good;
  private String gateway;

  @BeforeEach
  void begin() throws IOException {
    bad = new StandInTarget("hang", "huge", "garbage", "hollow", "broken", "fails", "echo");
    good = new StandInTarget("echo");
    gateway = gateways.gateway("");
    gateways.target(gateway, "bad", Gateways.server(bad.url()));
    gateways.target(gateway, "good", Gateways.server(good.url()));
  }

  @AfterEach
  void end() {
    bad.close();
    good.close();
    gateways.close();
  }

  private void fails(String tool, String why) throws InterruptedException {
    ObjectNode result = gateways.call(gateway, "bad___" + tool, "x");
    assertThat(result.path("isError").asBoolean()).as(result.toString()).isTrue();
    assertThat(Gateways.text(result)).contains(why);
    assertThat(Gateways.text(gateways.call(gateway, "good___echo", "still"))).isEqualTo("still");
  }

  @Test
  void a_target_that_hangs_is_given_up() throws Exception {
    fails("hang", "the target 'bad' did not answer within");
    assertThat(gateways.figures())
        .contains("target=\"bad\"")
        .containsPattern("calls_total\\{.*outcome=\"too_slow\",target=\"bad\"} 1");
  }

  @Test
  void an_answer_without_end_is_cut_off() throws Exception {
    fails("huge", "longer than 6291456 bytes");
  }

  @Test
  void what_is_no_result_is_said_to_be_none() throws Exception {
    fails("garbage", "answered tools/call with HTTP 200");
    fails("hollow", "what is no tool's result");
    fails("broken", "HTTP 500");
  }

  @Test
  void a_target_that_breaks_its_own_schema_is_found_out() throws Exception {
    ArrayNode tools = Json.array();
    ObjectNode liar = StandInTarget.tool("liar");
    ObjectNode output = liar.putObject("outputSchema").put("type", "object");
    output.putObject("properties").putObject("degrees").put("type", "number");
    tools.add(liar);
    bad.offers(tools);
    String other = gateways.gateway("");
    gateways.target(other, "bad", Gateways.server(bad.url()));

    ObjectNode result = gateways.call(other, "bad___liar", "x");

    assertThat(result.path("isError").asBoolean()).isTrue();
    assertThat(Gateways.text(result)).contains("broke it: degrees:");
  }

  @Test
  void tools_that_nobody_could_use_are_left_out_and_told() throws Exception {
    ArrayNode tools = Json.array();
    tools.add(StandInTarget.tool("echo"));
    tools.add(StandInTarget.tool("echo"));
    tools.add(StandInTarget.tool("with space"));
    tools.addObject().put("name", "bare");
    tools.add(42);
    ObjectNode text = StandInTarget.tool("text");
    text.set("inputSchema", Json.object().put("type", "string"));
    tools.add(text);
    ObjectNode promise = StandInTarget.tool("promise");
    promise.putObject("outputSchema").put("type", "nonsense");
    tools.add(promise);
    bad.offers(tools);
    String other = gateways.gateway("");

    ObjectNode target = gateways.target(other, "t", Gateways.server(bad.url()));

    assertThat(target.path("status").asString()).isEqualTo("READY");
    assertThat(gateways.names(other)).containsExactly("t___echo", "t___promise");
    assertThat(target.path("statusReasons").toString())
        .contains(
            "'echo' is there twice", "'with space'", "'text' has an inputSchema", "'promise'");
    ObjectNode kept = gateways.server(other).tool("t___promise", Gateways.SOMEONE).orElseThrow();
    assertThat(kept.has("outputSchema")).isFalse();
  }

  @Test
  void too_many_tools_are_refused() throws IOException {
    try (StandInTarget many = new StandInTarget()) {
      many.offersMany(2_001);

      ObjectNode target = gateways.target(gateway, "many", Gateways.server(many.url()));

      assertThat(target.path("status").asString()).isEqualTo("FAILED");
      assertThat(target.path("statusReasons").path(0).asString()).contains("2,001 tools");
    }
  }

  @Test
  void a_target_takes_so_many_calls_at_a_time() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<ObjectNode>> calls =
          Stream.generate(
                  () -> (Callable<ObjectNode>) () -> gateways.call(gateway, "bad___hang", ""))
              .limit(5)
              .toList();
      int busy = 0;
      for (Future<ObjectNode> call : threads.invokeAll(calls)) {
        busy += Gateways.text(call.get()).contains("which is all it may have") ? 1 : 0;
      }
      assertThat(busy).isEqualTo(3);
    }
    assertThat(Gateways.text(gateways.call(gateway, "bad___echo", "free"))).isEqualTo("free");
  }

  @Test
  void a_target_that_went_down_keeps_its_tools_and_says_so_when_called() throws Exception {
    good.close();

    ObjectNode result = gateways.call(gateway, "good___echo", "x");

    assertThat(result.path("isError").asBoolean()).isTrue();
    assertThat(Gateways.text(result)).contains("cannot be reached");
    assertThat(Gateways.text(gateways.call(gateway, "bad___echo", "here"))).isEqualTo("here");
  }

  @Test
  void a_synchronization_that_fails_leaves_what_was_there() throws Exception {
    String id = gateways.create(gateway, "third", Gateways.server(good.url()));
    gateways.settled(gateway, id);
    good.close();
    ObjectNode input = Json.object().put("gatewayIdentifier", gateway);
    input.putArray("targetIdList").add(id);

    gateways.feature.targets().synchronize(input);

    assertThat(gateways.settled(gateway, id).path("status").asString())
        .isEqualTo("SYNCHRONIZE_UNSUCCESSFUL");
    assertThat(gateways.names(gateway)).contains("third___echo");
  }

  @Test
  void an_updated_target_offers_what_it_is_now() throws Exception {
    String id = gateways.create(gateway, "third", Gateways.server(bad.url()));
    gateways.settled(gateway, id);
    ObjectNode input = Json.object().put("gatewayIdentifier", gateway).put("targetId", id);
    input.set("targetConfiguration", Gateways.server(good.url()));

    gateways.feature.targets().update(input);

    assertThat(gateways.settled(gateway, id).path("status").asString()).isEqualTo("READY");
    assertThat(gateways.names(gateway)).filteredOn(n -> n.startsWith("third")).hasSize(1);
    assertThat(Gateways.text(gateways.call(gateway, "third___echo", "new"))).isEqualTo("new");
    assertThat(good.calls).hasSize(1);
  }

  @Test
  void after_a_restart_tools_are_there_without_asking_anyone() throws Exception {
    int asked = bad.authorizations.size();

    gateways.reopen();

    assertThat(gateways.names(gateway)).hasSize(8);
    assertThat(bad.authorizations).hasSize(asked);
    assertThat(Gateways.text(gateways.call(gateway, "good___echo", "again"))).isEqualTo("again");
  }

  @Test
  void a_deleted_target_is_gone_at_once_with_its_figures() throws Exception {
    gateways.call(gateway, "bad___echo", "x");
    ObjectNode listed =
        gateways.feature.targets().list(Json.object().put("gatewayIdentifier", gateway));
    String id = listed.path("items").path(1).path("targetId").asString();

    gateways
        .feature
        .targets()
        .delete(Json.object().put("gatewayIdentifier", gateway).put("targetId", id));

    assertThat(gateways.names(gateway)).containsExactly("good___echo");
    assertThat(gateways.figures()).doesNotContain("target=\"bad\"");
  }

  @Test
  void tools_of_a_dynamic_target_are_asked_for_with_each_listing() throws Exception {
    ObjectNode dynamic = Gateways.server(good.url());
    ((ObjectNode) dynamic.path("mcp").path("mcpServer")).put("listingMode", "DYNAMIC");
    gateways.target(gateway, "live", dynamic);
    good.offers("echo", "fresh");

    assertThat(gateways.names(gateway)).contains("live___fresh");
    assertThat(Gateways.text(gateways.call(gateway, "live___fresh", "yes"))).isEqualTo("yes");

    good.close();
    assertThat(gateways.names(gateway)).noneMatch(n -> n.startsWith("live")).hasSize(8);
  }

  @Test
  void declared_tools_are_taken_without_asking() throws Exception {
    ObjectNode declared = Gateways.server(URI.create("http://127.0.0.1:9/mcp"));
    ObjectNode server = (ObjectNode) declared.path("mcp").path("mcpServer");
    server
        .putObject("mcpToolSchema")
        .put("inlinePayload", Json.text(Json.array().add(StandInTarget.tool("said"))));

    ObjectNode target = gateways.target(gateway, "declared", declared);

    assertThat(target.path("status").asString()).isEqualTo("READY");
    assertThat(gateways.names(gateway)).contains("declared___said");
    ObjectNode input = Json.object().put("gatewayIdentifier", gateway);
    input.putArray("targetIdList").add(target.path("targetId").asString());
    assertThatThrownBy(() -> gateways.feature.targets().synchronize(input))
        .isInstanceOf(Fault.Invalid.class)
        .hasMessageContaining("mcpToolSchema");
  }

  @Test
  void a_key_is_sent_to_the_target_it_is_for_and_to_no_other() throws Exception {
    ObjectNode input = Json.object().put("gatewayIdentifier", gateway).put("name", "keyed");
    input.set("targetConfiguration", Gateways.server(good.url()));
    input
        .putArray("credentialProviderConfigurations")
        .addObject()
        .put("credentialProviderType", "API_KEY");
    String id = gateways.feature.targets().create(input).path("targetId").asString();

    ObjectNode target = gateways.settled(gateway, id);
    gateways.call(gateway, "keyed___echo", "x");

    assertThat(target.path("status").asString()).isEqualTo("READY");
    assertThat(good.authorizations.getLast()).isEqualTo("Bearer key");
    assertThat(bad.authorizations).doesNotContain("Bearer key");
    assertThat(target.toString()).doesNotContain("Bearer");
  }
}
