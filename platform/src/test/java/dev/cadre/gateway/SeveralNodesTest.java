package dev.cadre.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cadre.fault.Fault;
import dev.cadre.gateway.Entrances.Entrance;
import dev.cadre.json.Json;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** What one node changes, another one that has it in memory takes up. */
final class SeveralNodesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Gateways here = new Gateways();
  private final Gateways.Node there = here.node();
  private StandInTarget target;
  private String gateway;

  @BeforeEach
  void both_nodes_have_the_gateway_in_use() throws Exception {
    target = new StandInTarget("echo");
    gateway = here.gateway("");
    here.target(gateway, "one", Gateways.server(target.url()));
    assertThat(names()).containsExactly("one___echo");
    assertThat(entrance()).isInstanceOf(Entrance.Open.class);
  }

  @AfterEach
  void end() {
    target.close();
    there.close();
    here.close();
  }

  private List<String> names() throws InterruptedException {
    return there.feature().server(gateway).tools(Gateways.SOMEONE).stream()
        .map(tool -> tool.path("name").asString())
        .toList();
  }

  private Entrance entrance() {
    return there.entrances().of("/gateways/" + gateway + "/mcp");
  }

  private static void eventually(Callable<Boolean> holds) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!holds.call()) {
      assertThat(System.nanoTime()).as("within " + PATIENCE).isLessThan(end);
      LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
    }
  }

  @Test
  void a_target_added_or_deleted_on_one_node_is_so_on_the_other() throws Exception {
    String id = here.create(gateway, "two", Gateways.server(target.url()));
    here.settled(gateway, id);

    eventually(() -> names().equals(List.of("one___echo", "two___echo")));

    here.feature
        .targets()
        .delete(Json.object().put("gatewayIdentifier", gateway).put("targetId", id));

    eventually(() -> names().equals(List.of("one___echo")));
  }

  @Test
  void what_a_target_offers_anew_is_seen_by_the_other_node() throws Exception {
    target.offers("echo", "more");
    ObjectNode listed =
        here.feature.targets().list(Json.object().put("gatewayIdentifier", gateway));
    ObjectNode input = Json.object().put("gatewayIdentifier", gateway);
    input.putArray("targetIdList").add(listed.path("items").path(0).path("targetId").asString());

    here.feature.targets().synchronize(input);

    eventually(() -> names().equals(List.of("one___echo", "one___more")));
  }

  @Test
  void who_may_enter_changes_on_every_node() throws Exception {
    ObjectNode input =
        Json.object()
            .put("gatewayIdentifier", gateway)
            .put("name", "g0")
            .put("roleArn", "arn:aws:iam::123456789012:role/r")
            .put("protocolType", "MCP")
            .put("authorizerType", "AWS_IAM");
    here.feature.gateways().update(input);

    eventually(() -> entrance() instanceof Entrance.Platform);
  }

  @Test
  void a_deleted_gateway_is_gone_from_every_node() throws Exception {
    ObjectNode of = Json.object().put("gatewayIdentifier", gateway);
    ObjectNode listed = here.feature.targets().list(of);
    here.feature
        .targets()
        .delete(
            of.deepCopy()
                .put("targetId", listed.path("items").path(0).path("targetId").asString()));
    here.feature.gateways().delete(of);

    eventually(
        () -> {
          try {
            var _ = names();
            return false;
          } catch (Fault.NotFound gone) {
            return entrance() instanceof Entrance.Platform;
          }
        });
  }
}
