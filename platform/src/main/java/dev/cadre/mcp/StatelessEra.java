package dev.cadre.mcp;

import dev.cadre.http.Exchange;
import dev.cadre.http.Principal;
import dev.cadre.json.Json;
import io.opentelemetry.context.Context;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Answers requests that say all about themselves (2026-07-28 and later). */
final class StatelessEra {
  private static final McpVersion VERSION = McpVersion.V2026_07_28;
  private static final Duration QUIET = Duration.ofSeconds(15);

  /** Lists and contents may be kept by the one client that got them, and are stale at once. */
  private static final int TTL_MILLIS = 0;

  private static final Set<String> CACHEABLE =
      Set.of(
          "tools/list",
          "resources/list",
          "resources/templates/list",
          "resources/read",
          "prompts/list",
          "server/discover");

  private final McpServer server;
  private final McpChanges changes;
  private final Watches watches;
  private final McpMethods methods;
  private final RequestState states;

  StatelessEra(McpServer server, McpChanges changes, Watches watches, RequestState states) {
    this.server = server;
    this.changes = changes;
    this.watches = watches;
    this.states = states;
    this.methods = new McpMethods(server, VERSION);
  }

  void answer(Exchange exchange, RpcMessage.Request request)
      throws IOException, InterruptedException {
    McpReply reply = new McpReply(exchange);
    try {
      Meta meta = Meta.of(request.params());
      Headers.check(exchange, request, meta);
      requireVersion(meta);
      if (request.method().equals("subscriptions/listen")) {
        listen(reply, request);
        return;
      }
      ObjectNode result =
          result(
              exchange.principal(),
              exchange.trace(),
              request,
              meta,
              reply,
              call -> checkParameters(exchange, request.params(), call));
      reply.end(200, request.answer(finished(request.method(), result)));
    } catch (RpcError e) {
      reply.end(e.status(), request.answer(e));
    } catch (UncheckedIOException e) {
      // The client closed the stream, which cancels its request.
      throw e.getCause();
    }
  }

  /**
   * The result of a request that came without headers, as over stdio.
   *
   * @throws RpcError for whatever keeps it from having one
   */
  ObjectNode result(
      Principal principal, Context trace, RpcMessage.Request request, MessageSink sink)
      throws InterruptedException {
    Meta meta = Meta.of(request.params());
    requireVersion(meta);
    return finished(request.method(), result(principal, trace, request, meta, sink, _ -> {}));
  }

  private static void requireVersion(Meta meta) {
    if (!meta.version().equals(VERSION.toString())) {
      throw RpcError.version(meta.version());
    }
  }

  /** What a transport looks at before a tool is called. */
  private interface Check {
    void before(McpCall call) throws InterruptedException;
  }

  private ObjectNode result(
      Principal principal,
      Context trace,
      RpcMessage.Request request,
      Meta meta,
      MessageSink sink,
      Check check)
      throws InterruptedException {
    if (request.method().equals("server/discover")) {
      return discover();
    }
    ObjectNode params = request.params();
    JsonNode state = params.get("requestState");
    ObjectNode earlier =
        state == null ? Json.object() : states.open(state.asString(""), principal, request);
    StatelessCall call =
        new StatelessCall(
            principal, trace, meta, earlier, McpMethods.object(params, "inputResponses"), sink);
    try {
      if (request.method().equals("tools/call")) {
        check.before(call);
      }
      return methods.call(request.method(), params, call);
    } catch (InputRequired e) {
      return inputRequired(e, principal, request);
    }
  }

  private void checkParameters(Exchange exchange, ObjectNode params, McpCall call)
      throws InterruptedException {
    String name = McpMethods.text(params, "name");
    ObjectNode tool = server.tool(name, call).orElse(null);
    if (tool != null && tool.get("inputSchema") instanceof ObjectNode schema) {
      Headers.checkParameters(exchange, schema, McpMethods.object(params, "arguments"));
    }
  }

  private ObjectNode discover() throws InterruptedException {
    ObjectNode result = Json.object();
    McpVersion.all().forEach(result.putArray("supportedVersions")::add);
    result.set("capabilities", McpMethods.capabilities(server.features(), false));
    result.set("serverInfo", Meta.implementation(server.about()));
    if (server.about().instructions() != null) {
      result.put("instructions", server.about().instructions());
    }
    return result;
  }

  private ObjectNode inputRequired(
      InputRequired needed, Principal principal, RpcMessage.Request request) {
    ObjectNode result = Json.object().put("resultType", "input_required");
    ObjectNode inputs = result.putObject("inputRequests");
    needed
        .questions()
        .forEach(
            (name, question) ->
                inputs
                    .putObject(name)
                    .put("method", question.method())
                    .set("params", question.params()));
    return result.put("requestState", states.seal(needed.answered(), principal, request));
  }

  private ObjectNode finished(String method, ObjectNode result) {
    // What a server keeps for all its answers stays as it is.
    ObjectNode whole = Json.object();
    whole.setAll(result);
    if (!whole.has("resultType")) {
      whole.put("resultType", "complete");
    }
    if (CACHEABLE.contains(method)) {
      if (!whole.has("ttlMs")) {
        whole.put("ttlMs", TTL_MILLIS);
      }
      if (!whole.has("cacheScope")) {
        whole.put("cacheScope", "private");
      }
    }
    ObjectNode meta = McpMethods.object(result, "_meta").deepCopy();
    meta.set(Meta.SERVER, Meta.implementation(server.about()));
    whole.set("_meta", meta);
    return whole;
  }

  /** {@link #listen} for a request that came without headers. */
  void subscribe(MessageSink sink, RpcMessage.Request request) throws InterruptedException {
    requireVersion(Meta.of(request.params()));
    listen(sink, request);
  }

  /** Stays until the client goes: the wanted changes, each with the subscription's id. */
  private void listen(MessageSink reply, RpcMessage.Request request) throws InterruptedException {
    ObjectNode filter = McpMethods.object(request.params(), "notifications");
    Wanted asked = Wanted.of(filter, server.features());
    try (Subscriptions subscriptions = new Subscriptions();
        ChangeQueue queue = new ChangeQueue(changes, asked::takes)) {
      Wanted wanted = asked.watched(subscriptions, watches);
      ObjectNode agreed = tagged(request.id());
      agreed.set("notifications", wanted.toJson());
      reply.send(
          new RpcMessage.Notification("notifications/subscriptions/acknowledged", agreed).toJson());
      while (!queue.overflowed()) {
        McpChanges.Change change = queue.next(QUIET);
        if (change == null) {
          reply.quiet();
        } else {
          reply.send(Notices.change(change, tagged(request.id())));
        }
      }
    }
  }

  private static ObjectNode tagged(JsonNode id) {
    ObjectNode params = Json.object();
    params.putObject("_meta").set(Meta.SUBSCRIPTION, id);
    return params;
  }

  /** The changes that a listener asked for and this server tells of. */
  private record Wanted(boolean tools, boolean prompts, boolean resources, Set<String> uris) {

    static Wanted of(ObjectNode filter, Set<McpServer.Feature> features) {
      Set<String> uris = new HashSet<>();
      if (features.contains(McpServer.Feature.SUBSCRIPTIONS)) {
        filter.path("resourceSubscriptions").forEach(uri -> uris.add(uri.asString("")));
      }
      return new Wanted(
          filter.path("toolsListChanged").asBoolean(false)
              && features.contains(McpServer.Feature.TOOLS),
          filter.path("promptsListChanged").asBoolean(false)
              && features.contains(McpServer.Feature.PROMPTS),
          filter.path("resourcesListChanged").asBoolean(false)
              && features.contains(McpServer.Feature.RESOURCES),
          uris);
    }

    /** Without the resources that cannot be watched: the client is told which are. */
    Wanted watched(Subscriptions subscriptions, Watches watches) throws InterruptedException {
      Set<String> agreed = new HashSet<>();
      for (String uri : uris) {
        try {
          subscriptions.add(uri, watches);
          agreed.add(uri);
        } catch (RpcError refused) {
          // It is left out of what is agreed.
        }
      }
      return new Wanted(tools, prompts, resources, agreed);
    }

    boolean takes(McpChanges.Change change) {
      return switch (change) {
        case McpChanges.Change.Tools _ -> tools;
        case McpChanges.Change.Prompts _ -> prompts;
        case McpChanges.Change.Resources _ -> resources;
        case McpChanges.Change.Resource(String uri) -> uris.contains(uri);
      };
    }

    ObjectNode toJson() {
      ObjectNode json = Json.object();
      if (tools) {
        json.put("toolsListChanged", true);
      }
      if (prompts) {
        json.put("promptsListChanged", true);
      }
      if (resources) {
        json.put("resourcesListChanged", true);
      }
      if (!uris.isEmpty()) {
        uris.stream().sorted().forEach(json.putArray("resourceSubscriptions")::add);
      }
      return json;
    }
  }
}
