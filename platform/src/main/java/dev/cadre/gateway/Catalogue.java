package dev.cadre.gateway;

import dev.cadre.json.Json;
import dev.cadre.mcp.McpServer.Feature;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What a target offers, under its own names. Descriptors are not to be changed. */
record Catalogue(
    Set<Feature> features,
    List<ObjectNode> tools,
    List<ObjectNode> resources,
    List<ObjectNode> templates,
    List<ObjectNode> prompts) {

  Catalogue {
    features = Set.copyOf(features);
    tools = List.copyOf(tools);
    resources = List.copyOf(resources);
    templates = List.copyOf(templates);
    prompts = List.copyOf(prompts);
  }

  ObjectNode toJson() {
    ObjectNode json = Json.object();
    ArrayNode names = json.putArray("features");
    features.stream().sorted().forEach(feature -> names.add(feature.name()));
    tools.forEach(json.putArray("tools")::add);
    resources.forEach(json.putArray("resources")::add);
    templates.forEach(json.putArray("templates")::add);
    prompts.forEach(json.putArray("prompts")::add);
    return json;
  }

  static Catalogue of(JsonNode json) {
    Set<Feature> features = EnumSet.noneOf(Feature.class);
    json.path("features").forEach(name -> features.add(Feature.valueOf(name.asString())));
    return new Catalogue(
        features,
        objects(json.path("tools")),
        objects(json.path("resources")),
        objects(json.path("templates")),
        objects(json.path("prompts")));
  }

  private static List<ObjectNode> objects(JsonNode array) {
    List<ObjectNode> objects = new ArrayList<>();
    array.forEach(item -> objects.add((ObjectNode) item));
    return objects;
  }
}
