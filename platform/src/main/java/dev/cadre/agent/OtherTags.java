package dev.cadre.agent;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The tags of what has an ARN and is no agent. Thread-safe. */
public interface OtherTags {

  /** True when the ARN is of a kind whose tags are kept here, there or not. */
  boolean keeps(String arn);

  /** Each of these throws {@link dev.cadre.fault.Fault.NotFound} for what is not there. */
  ObjectNode of(String arn);

  /** Adds to and replaces tags. */
  void add(String arn, JsonNode tags);

  void remove(String arn, List<String> keys);
}
