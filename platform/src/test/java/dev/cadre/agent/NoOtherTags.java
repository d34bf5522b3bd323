package dev.cadre.agent;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Where agents alone have tags. */
record NoOtherTags() implements OtherTags {
  @Override
  public boolean keeps(String arn) {
    return false;
  }

  @Override
  public ObjectNode of(String arn) {
    throw new AssertionError(arn);
  }

  @Override
  public void add(String arn, JsonNode tags) {
    throw new AssertionError(arn);
  }

  @Override
  public void remove(String arn, List<String> keys) {
    throw new AssertionError(arn);
  }
}
