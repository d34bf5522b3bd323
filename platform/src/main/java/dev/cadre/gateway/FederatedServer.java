package dev.cadre.gateway;

import dev.cadre.gateway.Federation.Entry;
import dev.cadre.gateway.Federation.Member;
import dev.cadre.json.Json;
import dev.cadre.mcp.McpCall;
import dev.cadre.mcp.McpServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** One gateway as an MCP server: every request goes to the target whose it is. */
final class FederatedServer implements McpServer {
  private final Supplier<Federation> now;
  private final SearchTool search;
  private final DynamicTools dynamic;

  /**
   * @param now what the gateway offers at this moment
   */
  FederatedServer(Supplier<Federation> now, SearchTool search, DynamicTools dynamic) {
    this.now = now;
    this.search = search;
    this.dynamic = dynamic;
  }

  @Override
  public About about() {
    Gateway gateway = now.get().gateway();
    String instructions = gateway.instructions();
    return new About(gateway.name(), "1", instructions.isEmpty() ? null : instructions);
  }

  @Override
  public Set<Feature> features() {
    return now.get().features();
  }

  @Override
  public int pageSize() {
    return now.get().gateway().unpaged() ? Integer.MAX_VALUE : McpServer.super.pageSize();
  }

  @Override
  public List<ObjectNode> tools(McpCall call) throws InterruptedException {
    Federation federation = now.get();
    List<Member> askedNow = federation.members().stream().filter(Member::dynamic).toList();
    if (askedNow.isEmpty()) {
      return federation.tools();
    }
    List<ObjectNode> all = new ArrayList<>(federation.tools());
    all.addAll(dynamic.tools(askedNow));
    return all;
  }

  @Override
  public Optional<ObjectNode> tool(String name, McpCall call) throws InterruptedException {
    Federation federation = now.get();
    Entry entry = federation.tool(name);
    if (entry != null) {
      return Optional.of(entry.descriptor());
    }
    Member member = member(federation, FederatedName.parse(name));
    if (member == null || !member.dynamic()) {
      return Optional.empty();
    }
    return dynamic.tools(List.of(member)).stream()
        .filter(tool -> tool.path("name").asString("").equals(name))
        .findFirst();
  }

  private static @Nullable Member member(Federation federation, @Nullable FederatedName name) {
    return name == null ? null : federation.member(name.target());
  }

  @Override
  public ObjectNode callTool(String name, ObjectNode arguments, McpCall call)
      throws InterruptedException {
    Federation federation = now.get();
    Entry entry = federation.tool(name);
    if (entry != null) {
      return entry.member().connection().call(entry.own(), arguments, entry.outputSchema(), call);
    }
    ToolIndex index = federation.index();
    if (index != null && name.equals(SearchTool.NAME)) {
      return search.call(index, arguments);
    }
    FederatedName parsed = FederatedName.parse(name);
    Member member = member(federation, parsed);
    if (parsed != null && member != null && member.dynamic()) {
      return member.connection().call(parsed.own(), arguments, null, call);
    }
    throw new Unknown("tool '" + name + "'; tools/list names all");
  }

  @Override
  public List<ObjectNode> resources(McpCall call) {
    return now.get().resources();
  }

  @Override
  public List<ObjectNode> resourceTemplates(McpCall call) {
    return now.get().templates();
  }

  @Override
  public ObjectNode readResource(String uri, McpCall call) throws InterruptedException {
    Member owner = now.get().owner(uri);
    if (owner == null) {
      throw new Unknown("resource " + uri);
    }
    return owner
        .connection()
        .pass("resources/read", call, (server, traced) -> server.readResource(uri, traced));
  }

  @Override
  public Watch watch(String uri, Runnable changed) throws InterruptedException {
    Connection watched = holder(uri);
    if (watched == null) {
      throw new Unknown("resource " + uri);
    }
    return new WatchedThere(uri, watched, watched.server().watch(uri, changed));
  }

  private @Nullable Connection holder(String uri) {
    Member owner = now.get().owner(uri);
    return owner == null ? null : owner.connection();
  }

  /** A watch at one target, until the resource is another's. */
  private final class WatchedThere implements Watch {
    private final String uri;
    private final Connection target;
    private final Watch watch;

    WatchedThere(String uri, Connection target, Watch watch) {
      this.uri = uri;
      this.target = target;
      this.watch = watch;
    }

    @Override
    public boolean stale() {
      return holder(uri) != target;
    }

    @Override
    public void close() {
      watch.close();
    }
  }

  @Override
  public List<ObjectNode> prompts(McpCall call) {
    return now.get().prompts();
  }

  @Override
  public ObjectNode prompt(String name, ObjectNode arguments, McpCall call)
      throws InterruptedException {
    FederatedName parsed = FederatedName.parse(name);
    Member member = member(now.get(), parsed);
    if (parsed == null || member == null) {
      throw new Unknown("prompt '" + name + "'");
    }
    return member
        .connection()
        .pass(
            "prompts/get",
            call,
            (server, traced) -> server.prompt(parsed.own(), arguments, traced));
  }

  @Override
  public ObjectNode complete(ObjectNode params, McpCall call) throws InterruptedException {
    String uri = params.path("ref").path("uri").asString(null);
    ObjectNode asked = params.deepCopy();
    Member member;
    if (uri != null) {
      member = now.get().owner(uri);
    } else {
      FederatedName name = FederatedName.parse(params.path("ref").path("name").asString(""));
      member = member(now.get(), name);
      if (name != null) {
        asked.set("ref", ((ObjectNode) asked.path("ref")).put("name", name.own()));
      }
    }
    if (member == null) {
      throw new Unknown("prompt or resource template " + Json.text(params.path("ref")));
    }
    return member
        .connection()
        .pass("completion/complete", call, (server, traced) -> server.complete(asked, traced));
  }
}
