package dev.cadre.gateway;

import dev.cadre.embedding.BgeEmbedder;
import dev.cadre.mcp.ConformanceServer;
import dev.cadre.mcp.EverythingServer;
import dev.cadre.mcp.McpCall;
import dev.cadre.mcp.McpServer;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * A gateway with one target, for the conformance suite. The suite calls its fixtures by their own
 * names, so the target's name is put before what comes and taken off what goes: all else is the
 * gateway's.
 */
final class ConformanceGateway implements McpServer {
  private static final String TARGET = "reference";

  private final McpServer gateway;

  private ConformanceGateway(McpServer gateway) {
    this.gateway = gateway;
  }

  /**
   * Serves until it is ended. The arguments are a port, and the URL of the target; without one the
   * suite's fixtures are served behind an endpoint of our own.
   */
  public static void main(String[] arguments) throws Exception {
    try (Gateways gateways =
        new Gateways(new BgeEmbedder(), GatewayConfig.defaults("us-east-1", "123456789012"))) {
      URI target =
          arguments.length > 1
              ? URI.create(arguments[1])
              : new ConformanceServer(new EverythingServer(), 0).url();
      String id = gateways.gateway("");
      ObjectNode made = gateways.target(id, TARGET, Gateways.server(target));
      if (!made.path("status").asString().equals("READY")) {
        throw new IllegalStateException(made.path("statusReasons").toString());
      }
      McpServer served = new ConformanceGateway(gateways.server(id));
      try (ConformanceServer server =
          new ConformanceServer(served, Integer.parseInt(arguments[0]))) {
        System.out.println(server.url());
        Thread.currentThread().join();
      }
    }
  }

  private static String inside(String name) {
    return FederatedName.of(TARGET, name);
  }

  private static ObjectNode outside(ObjectNode descriptor) {
    ObjectNode copy = descriptor.deepCopy();
    FederatedName name = FederatedName.parse(descriptor.path("name").asString());
    return copy.put("name", name == null ? "" : name.own());
  }

  @Override
  public About about() {
    return gateway.about();
  }

  @Override
  public Set<Feature> features() throws InterruptedException {
    return gateway.features();
  }

  @Override
  public List<ObjectNode> tools(McpCall call) throws InterruptedException {
    return gateway.tools(call).stream().map(ConformanceGateway::outside).toList();
  }

  @Override
  public Optional<ObjectNode> tool(String name, McpCall call) throws InterruptedException {
    return gateway.tool(inside(name), call).map(ConformanceGateway::outside);
  }

  @Override
  public ObjectNode callTool(String name, ObjectNode arguments, McpCall call)
      throws InterruptedException {
    return gateway.callTool(inside(name), arguments, call);
  }

  @Override
  public List<ObjectNode> resources(McpCall call) throws InterruptedException {
    return gateway.resources(call);
  }

  @Override
  public List<ObjectNode> resourceTemplates(McpCall call) throws InterruptedException {
    return gateway.resourceTemplates(call);
  }

  @Override
  public ObjectNode readResource(String uri, McpCall call) throws InterruptedException {
    return gateway.readResource(uri, call);
  }

  @Override
  public Watch watch(String uri, Runnable changed) throws InterruptedException {
    return gateway.watch(uri, changed);
  }

  @Override
  public List<ObjectNode> prompts(McpCall call) throws InterruptedException {
    return gateway.prompts(call).stream().map(ConformanceGateway::outside).toList();
  }

  @Override
  public ObjectNode prompt(String name, ObjectNode arguments, McpCall call)
      throws InterruptedException {
    return gateway.prompt(inside(name), arguments, call);
  }

  @Override
  public ObjectNode complete(ObjectNode params, McpCall call) throws InterruptedException {
    ObjectNode asked = params.deepCopy();
    if (asked.get("ref") instanceof ObjectNode ref && ref.has("name")) {
      ref.put("name", inside(ref.path("name").asString()));
    }
    return gateway.complete(asked, call);
  }
}
