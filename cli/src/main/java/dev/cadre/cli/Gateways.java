package dev.cadre.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The gateways of a platform, by id or name. */
final class Gateways {
  private static final String PATH = "/gateways/";
  private static final int MOST_PAGES = 1_000;
  private static final Duration BETWEEN = Duration.ofMillis(200);
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Platform platform;

  Gateways(Platform platform) {
    this.platform = platform;
  }

  JsonNode create(ObjectNode body) {
    return platform.post(PATH, body);
  }

  List<JsonNode> list() {
    return pages(PATH);
  }

  /** In whole. */
  JsonNode find(String reference) {
    return platform.get(path(id(reference)));
  }

  private String id(String reference) {
    for (JsonNode gateway : list()) {
      String id = Json.string(gateway, "gatewayId");
      if (reference.equals(id) || reference.equals(Json.string(gateway, "name"))) {
        return id;
      }
    }
    throw new Failure(
        Exit.NOT_FOUND, "there is no gateway '" + reference + "'; 'cadre gateway list' names all");
  }

  JsonNode delete(String reference) {
    return platform.delete(path(id(reference)));
  }

  List<JsonNode> targets(String reference) {
    return pages(path(id(reference)) + "targets/");
  }

  /** Adds a target and waits until the platform has asked it what it offers. */
  JsonNode add(Surroundings surroundings, String reference, ObjectNode body) {
    String targets = path(id(reference)) + "targets/";
    String id = Json.string(platform.post(targets, body), "targetId");
    return settled(surroundings, targets + Platform.segment(id) + "/");
  }

  private JsonNode settled(Surroundings surroundings, String path) {
    var until = surroundings.clock().instant().plus(PATIENCE);
    JsonNode target = platform.get(path);
    while (Json.string(target, "status").matches("CREATING|UPDATING|SYNCHRONIZING")
        && surroundings.clock().instant().isBefore(until)) {
      try {
        surroundings.pause().pause(BETWEEN);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return target;
      }
      target = platform.get(path);
    }
    return target;
  }

  JsonNode removeTarget(String reference, String target) {
    String id = Json.string(target(reference, target), "targetId");
    return platform.delete(path(id(reference)) + "targets/" + Platform.segment(id) + "/");
  }

  private JsonNode target(String reference, String target) {
    return targets(reference).stream()
        .filter(
            one ->
                target.equals(Json.string(one, "targetId"))
                    || target.equals(Json.string(one, "name")))
        .findFirst()
        .orElseThrow(
            () ->
                new Failure(
                    Exit.NOT_FOUND,
                    "gateway '%s' has no target '%s'; 'cadre gateway targets %s' names all"
                        .formatted(reference, target, reference)));
  }

  /** Asks targets anew what they offer; all of them when none is named. The API takes one a time. */
  List<JsonNode> synchronize(String reference, List<String> names) {
    List<JsonNode> targets =
        names.isEmpty()
            ? targets(reference)
            : names.stream().map(name -> target(reference, name)).toList();
    String path = path(id(reference)) + "synchronizeTargets";
    List<JsonNode> asked = new ArrayList<>();
    for (JsonNode target : targets) {
      ObjectNode body = Json.object();
      body.putArray("targetIdList").add(Json.string(target, "targetId"));
      platform.put(path, body).path("targets").forEach(asked::add);
    }
    return asked;
  }

  /** All tools, as an MCP client would list them. */
  List<JsonNode> tools(String reference) {
    List<JsonNode> tools = new ArrayList<>();
    ObjectNode params = Json.object();
    for (int page = 0; page < MOST_PAGES; page++) {
      JsonNode answer = ask(reference, "tools/list", params);
      answer.path("tools").forEach(tools::add);
      String next = Json.string(answer, "nextCursor");
      if (next.isEmpty()) {
        return tools;
      }
      params.put("cursor", next);
    }
    return tools;
  }

  /** A CallToolResult. */
  JsonNode call(String reference, String tool, JsonNode arguments) {
    ObjectNode params = Json.object().put("name", tool);
    params.set("arguments", arguments);
    return ask(reference, "tools/call", params);
  }

  /** Without the envelope of JSON-RPC, which the platform's endpoints do not need. */
  private JsonNode ask(String reference, String method, ObjectNode params) {
    ObjectNode body = Json.object().put("method", method);
    body.set("params", params);
    JsonNode answer = platform.post("/gateways/" + Platform.segment(id(reference)) + "/mcp", body);
    if (answer.path("error").isObject()) {
      throw new Failure(Exit.FAILED, Json.string(answer.path("error"), "message"));
    }
    return answer;
  }

  private static String path(String id) {
    return PATH + Platform.segment(id) + "/";
  }

  private List<JsonNode> pages(String path) {
    List<JsonNode> all = new ArrayList<>();
    String token = "";
    for (int page = 0; page < MOST_PAGES; page++) {
      String more = token.isEmpty() ? "" : Platform.parameter("nextToken", token);
      JsonNode answer = platform.get(path + "?maxResults=100" + more);
      answer.path("items").forEach(all::add);
      token = Json.string(answer, "nextToken");
      if (token.isEmpty()) {
        return all;
      }
    }
    return all;
  }
}
