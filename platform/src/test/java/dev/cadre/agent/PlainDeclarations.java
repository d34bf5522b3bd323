package dev.cadre.agent;

import dev.cadre.fault.Fault;
import dev.cadre.json.Json;
import tools.jackson.databind.node.ObjectNode;

/** Definitions of one key, {@code says}; a file is its value. */
final class PlainDeclarations implements Declarations {

  @Override
  public ObjectNode ofFile(String source, String yaml) {
    return ofJson(Json.object().put("says", yaml));
  }

  @Override
  public ObjectNode ofJson(ObjectNode definition) {
    if (!definition.path("says").isString()) {
      throw new Fault.Invalid("definition:1: says is missing");
    }
    return definition;
  }

  @Override
  public ObjectNode ofHarness(ObjectNode base, ObjectNode members) {
    ObjectNode definition = base.deepCopy();
    if (members.has("systemPrompt")) {
      definition.set("says", members.at("/systemPrompt/0/text"));
    }
    return ofJson(definition);
  }

  @Override
  public ObjectNode toHarness(ObjectNode definition) {
    ObjectNode members = Json.object();
    members.putArray("systemPrompt").addObject().set("text", definition.path("says"));
    return members;
  }
}
