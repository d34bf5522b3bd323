package dev.cadre.mcp;

import dev.cadre.credential.Outbound;
import dev.cadre.json.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * An MCP server elsewhere, as one to pass on: what it reports and asks while it works reaches the
 * caller, and what it refuses is refused in its own words.
 */
public final class RemoteServer implements McpServer {
  private final String name;
  private final McpClient client;
  private final Supplier<McpClient> watchers;
  private final Duration limit;

  /** Descriptors by name, from when the server was last asked; null before. */
  private volatile @Nullable Map<String, ObjectNode> listed;

  /**
   * @param limit until the server begins to answer a call
   */
  public RemoteServer(String name, HttpClient http, URI url, Outbound outbound, Duration limit) {
    this.name = name;
    this.client = new McpClient(http, url, outbound, true);
    this.watchers = () -> new McpClient(http, url, outbound);
    this.limit = limit;
  }

  @Override
  public About about() {
    return new About(name, "1", null);
  }

  @Override
  public Set<Feature> features() throws InterruptedException {
    ObjectNode capabilities = client.capabilities();
    Set<Feature> features = EnumSet.noneOf(Feature.class);
    for (Feature feature : Feature.values()) {
      boolean there =
          switch (feature) {
            case TOOLS -> capabilities.has("tools");
            case RESOURCES -> capabilities.has("resources");
            case PROMPTS -> capabilities.has("prompts");
            case COMPLETIONS -> capabilities.has("completions");
            case LOGGING -> capabilities.has("logging");
            case SUBSCRIPTIONS -> capabilities.path("resources").path("subscribe").asBoolean(false);
          };
      if (there) {
        features.add(feature);
      }
    }
    return features;
  }

  @Override
  public List<ObjectNode> tools(McpCall call) throws InterruptedException {
    List<ObjectNode> tools =
        client.list("tools/list", "tools", null).stream().filter(McpClient::usable).toList();
    Map<String, ObjectNode> byName = HashMap.newHashMap(tools.size());
    tools.forEach(tool -> byName.put(tool.path("name").asString(""), tool));
    listed = byName;
    return tools;
  }

  @Override
  public ObjectNode callTool(String tool, ObjectNode arguments, McpCall call)
      throws InterruptedException {
    return client.request(
        McpClient.toolCall(descriptor(tool, call), arguments, limit, call.trace(), call));
  }

  /** Servers of the stateless era want arguments repeated that only their descriptors name. */
  private ObjectNode descriptor(String tool, McpCall call) throws InterruptedException {
    Map<String, ObjectNode> known = listed;
    if (known == null && client.stateless()) {
      tools(call);
      known = listed;
    }
    ObjectNode descriptor = known == null ? null : known.get(tool);
    return descriptor == null ? Json.object().put("name", tool) : descriptor;
  }

  @Override
  public List<ObjectNode> resources(McpCall call) throws InterruptedException {
    return client.list("resources/list", "resources", null);
  }

  @Override
  public List<ObjectNode> resourceTemplates(McpCall call) throws InterruptedException {
    return client.list("resources/templates/list", "resourceTemplates", null);
  }

  @Override
  public ObjectNode readResource(String uri, McpCall call) throws InterruptedException {
    return passed("resources/read", Json.object().put("uri", uri), call);
  }

  @Override
  public Watch watch(String uri, Runnable changed) throws InterruptedException {
    return RemoteWatch.begin(watchers, uri, changed);
  }

  @Override
  public List<ObjectNode> prompts(McpCall call) throws InterruptedException {
    return client.list("prompts/list", "prompts", null);
  }

  @Override
  public ObjectNode prompt(String prompt, ObjectNode arguments, McpCall call)
      throws InterruptedException {
    ObjectNode params = Json.object().put("name", prompt);
    params.set("arguments", arguments);
    return passed("prompts/get", params, call);
  }

  @Override
  public ObjectNode complete(ObjectNode params, McpCall call) throws InterruptedException {
    ObjectNode asked = params.deepCopy();
    asked.remove("_meta");
    return passed("completion/complete", asked, call);
  }

  private ObjectNode passed(String method, ObjectNode params, McpCall call)
      throws InterruptedException {
    return client.request(new ClientCall(method, params, Map.of(), limit, call.trace(), call));
  }
}
