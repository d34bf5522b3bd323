package dev.cadre.system;

import dev.cadre.config.Section;
import dev.cadre.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/**
 * The section {@code memories}: each by its name, with how long its events are kept and what is
 * learnt from them.
 */
final class Memories {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z][a-zA-Z0-9_]{0,47}");
  private static final int MAX_DAYS = 365;

  private enum Kind {
    SEMANTIC("semanticMemoryStrategy"),
    USER_PREFERENCE("userPreferenceMemoryStrategy"),
    SUMMARY("summaryMemoryStrategy"),
    EPISODIC("episodicMemoryStrategy");

    private final String member;

    Kind(String member) {
      this.member = member;
    }
  }

  private Memories() {}

  /** What CreateMemory takes, one for each. */
  static List<ObjectNode> read(Section root) {
    List<ObjectNode> memories = new ArrayList<>();
    root.named("memories").forEach((name, section) -> memories.add(memory(name, section)));
    return memories;
  }

  private static ObjectNode memory(String name, Section section) {
    if (!NAME.matcher(name).matches()) {
      section.problem("", "has a name that does not match " + NAME);
    }
    ObjectNode input = Json.object().put("name", name);
    input.put("description", section.text("description", ""));
    input.put("eventExpiryDuration", section.integer("days", 90, 3, MAX_DAYS));
    Section strategies = section.section("strategies");
    for (String strategy : strategies.keys()) {
      Kind kind = strategies.choice(strategy, Kind.SEMANTIC, List.of(Kind.values()));
      input.withArray("/memoryStrategies").addObject().putObject(kind.member).put("name", strategy);
    }
    return input;
  }
}
