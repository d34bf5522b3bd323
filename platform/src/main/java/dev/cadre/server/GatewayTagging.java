package dev.cadre.server;

import dev.cadre.agent.OtherTags;
import dev.cadre.fault.Fault;
import dev.cadre.gateway.GatewayTags;
import dev.cadre.id.Arn;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Gateways' tags, where the API's operations on tags find them. */
record GatewayTagging(GatewayTags tags) implements OtherTags {
  @Override
  public boolean keeps(String arn) {
    try {
      return Arn.parse(arn).resource().startsWith("gateway/");
    } catch (Fault.Invalid none) {
      return false;
    }
  }

  @Override
  public ObjectNode of(String arn) {
    return tags.of(arn);
  }

  @Override
  public void add(String arn, JsonNode added) {
    tags.add(arn, added);
  }

  @Override
  public void remove(String arn, List<String> keys) {
    tags.remove(arn, keys);
  }
}
