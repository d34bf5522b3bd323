package dev.cadre.system;

import dev.cadre.config.Section;
import dev.cadre.json.Json;
import dev.cadre.system.RouteEntry.Does;
import dev.cadre.system.RouteEntry.Fields;
import dev.cadre.system.RouteEntry.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The section {@code routes} of a system's file. */
final class RouteSection {
  private static final List<String> KINDS =
      List.of("ask", "health", "info", "status", "streams", "sessions", "uploads", "memory");
  private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9._~-]{1,64}){1,8}");
  private static final int MAX = 200;
  private static final int MAX_PATHS = 8;
  private static final String ALL = "all";

  private RouteSection() {}

  static List<RouteEntry> read(Section root) {
    List<Section> sections = root.sections("routes");
    if (sections.size() > MAX) {
      root.problem("routes", "has " + sections.size() + " entries; it may have " + MAX);
    }
    Set<String> taken = new HashSet<>();
    List<RouteEntry> entries = new ArrayList<>();
    for (Section section : sections) {
      entries.add(new RouteEntry(paths(section, "path", taken), does(section, taken)));
    }
    return entries;
  }

  private static List<String> paths(Section section, String key, Set<String> taken) {
    List<String> paths = section.texts(key, List.of());
    if (paths.size() > MAX_PATHS || (paths.isEmpty() && key.equals("path"))) {
      section.problem(
          key, "must be a list of 1 to " + MAX_PATHS + " paths such as [/order/process]");
    }
    for (String path : paths) {
      if (!PATH.matcher(path).matches()) {
        section.problem(key, "has '" + path + "', which is no path such as /order/process");
      } else if (!taken.add(path)) {
        section.problem(key, "has '" + path + "', which another route has already");
      }
    }
    return paths;
  }

  private static Does does(Section section, Set<String> taken) {
    List<String> kinds = KINDS.stream().filter(section::has).toList();
    // Sessions may name the memory that tells of them.
    boolean one = kinds.size() == 1 || kinds.equals(List.of("sessions", "memory"));
    if (!one) {
      section.problem(
          "",
          kinds.isEmpty()
              ? "does nothing; it has one of " + String.join(", ", KINDS)
              : "has " + String.join(" and ", kinds) + "; keep one");
      return new Does.Status();
    }
    return switch (kinds.getFirst()) {
      case "ask" -> ask(section, taken);
      case "health" -> new Does.Health(agent(section, "health"));
      case "info" -> new Does.About(section.text("info"));
      case "status" -> {
        all(section, "status");
        yield new Does.Status();
      }
      case "streams" -> {
        all(section, "streams");
        yield new Does.Streams();
      }
      case "sessions" ->
          new Does.Sessions(
              section.text("sessions"), section.has("memory") ? section.text("memory") : null);
      case "uploads" -> uploads(section);
      default ->
          new Does.Recall(
              section.text("memory"), section.choice("recall", Kind.QUERY, List.of(Kind.values())));
    };
  }

  private static @Nullable String agent(Section section, String key) {
    String agent = section.text(key);
    return agent.equals(ALL) ? null : agent;
  }

  private static void all(Section section, String key) {
    if (!section.text(key).equals(ALL)) {
      section.problem(key, "must be " + ALL);
    }
  }

  private static Does uploads(Section section) {
    if (!section.flag("uploads", true)) {
      section.problem("uploads", "must be true; leave the route out for none");
    }
    return new Does.Uploads();
  }

  private static Does ask(Section section, Set<String> taken) {
    Section fields = section.section("fields");
    return new Does.Ask(
        section.text("ask"),
        new Fields(
            fields.text("message", "message"),
            fields.text("session", "session_id"),
            fields.text("person", "customer_id"),
            fields.text("file", ""),
            fields.text("data", ""),
            fields.text("mediaType", ""),
            fields.text("history", ""),
            fields.text("context", ""),
            fields.text("words", ""),
            fields.text("characters", "")),
        answer(section),
        paths(section, "stream", taken),
        paths(section, "tokens", taken));
  }

  private static ObjectNode answer(Section section) {
    JsonNode answer = section.json("answer").orElseGet(RouteSection::plain);
    if (answer instanceof ObjectNode object) {
      AnswerTemplate.problems(object).forEach(problem -> section.problem("answer", problem));
      return object;
    }
    section.problem("answer", "must be a section of the response's fields");
    return plain();
  }

  private static ObjectNode plain() {
    return Json.object().put("response", "$text").put("session_id", "$session");
  }
}
