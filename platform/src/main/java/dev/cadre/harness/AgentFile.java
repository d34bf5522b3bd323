package dev.cadre.harness;

import static dev.cadre.harness.FileValues.MAX_DESCRIPTION;
import static dev.cadre.harness.FileValues.name;
import static dev.cadre.harness.FileValues.upTo;
import static dev.cadre.harness.FileValues.url;

import dev.cadre.config.ConfigReader;
import dev.cadre.config.Section;
import dev.cadre.fault.Fault;
import dev.cadre.harness.AgentDefinition.History;
import dev.cadre.harness.AgentDefinition.Hook;
import dev.cadre.harness.AgentDefinition.Limits;
import dev.cadre.harness.AgentDefinition.MemoryUse;
import dev.cadre.harness.AgentDefinition.Supervision;
import dev.cadre.model.Sampling;
import dev.cadre.tool.SchemaCheck;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The file that declares an agent, YAML or JSON, and the way back: what {@link #json} writes,
 * {@link #read} reads. {@code agent-schema.json} says the same for editors. Thread-safe.
 */
public final class AgentFile {
  private static final int MAX_INSTRUCTIONS = 100_000;
  private static final int MAX_HOOKS = 16;
  private static final int MAX_STOPS = 16;
  private static final int MAX_MEMORY = 128;
  private static final int MAX_ACTOR = 255;
  private static final int MAX_NAMESPACE = 1_024;
  private static final int MAX_PLACES = 10;
  private static final List<String> LONG_TERM =
      List.of("actor", "strategies", "top", "summaries", "preferences", "recall");
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final SchemaCheck schemas;
  private final ToolEntries tools;

  /**
   * @param builtIns the names of the platform's own tools
   */
  public AgentFile(SchemaCheck schemas, Set<String> builtIns) {
    this.schemas = schemas;
    this.tools = new ToolEntries(schemas, builtIns);
  }

  /**
   * Reads {@code text}, which a person knows as {@code source}.
   *
   * @throws Fault.Invalid with a line for each problem: {@code source:line: key what is wrong}
   */
  public AgentDefinition read(String source, String text) {
    return ConfigReader.literal().read(source, text, this::definition);
  }

  /** The definition as its file has it, with every key. */
  public static ObjectNode json(AgentDefinition definition) {
    return DefinitionJson.of(definition);
  }

  /** The JSON Schema of the file. */
  public static String schema() {
    try (InputStream resource = AgentFile.class.getResourceAsStream("agent-schema.json")) {
      if (resource == null) {
        throw new IllegalStateException("agent-schema.json is missing from the platform's jar");
      }
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private AgentDefinition definition(Section root) {
    Section model = root.section("model", "id");
    return new AgentDefinition(
        name(root),
        upTo(root, "description", root.text("description", ""), MAX_DESCRIPTION),
        upTo(root, "instructions", root.text("instructions"), MAX_INSTRUCTIONS),
        model.text("id", "default"),
        sampling(model),
        tools.read(root),
        root.choice("history", History.WINDOW, List.of(History.values())),
        memory(root),
        limits(root.section("limits")),
        FileValues.schema(root, "output", schemas),
        hooks(root),
        supervision(root));
  }

  private static Sampling sampling(Section model) {
    List<String> stop = model.texts("stop", List.of());
    if (stop.size() > MAX_STOPS) {
      model.problem("stop", "has " + stop.size() + " texts; it may have " + MAX_STOPS);
    }
    return new Sampling(
        model.has("maxTokens") ? model.integer("maxTokens", 1, 1, 1_000_000) : null,
        number(model, "temperature", 0, 2),
        number(model, "topP", 0.000_001, 1),
        stop);
  }

  private static @Nullable Double number(Section section, String key, double min, double max) {
    return section.has(key) ? section.number(key, max, min, max) : null;
  }

  private static MemoryUse memory(Section root) {
    Section memory = root.section("memory", "keep");
    String kind = memory.text("keep", "session");
    MemoryUse.LongTerm use = longTerm(memory);
    if (use.memory().isEmpty()) {
      LONG_TERM.stream()
          .filter(memory::has)
          .forEach(key -> memory.problem(key, "needs use: the name or id of a memory"));
    }
    return switch (kind) {
      case "none" -> {
        if (!use.memory().isEmpty()) {
          memory.problem("keep", "is 'none' beside use; a memory is of sessions: leave keep out");
        }
        yield new MemoryUse.None();
      }
      case "session" -> use.memory().isEmpty() ? new MemoryUse.Session() : use;
      default -> {
        root.problem("memory", "is '" + kind + "'; it must be session or none");
        yield new MemoryUse.Session();
      }
    };
  }

  private static MemoryUse.LongTerm longTerm(Section section) {
    return new MemoryUse.LongTerm(
        upTo(section, "use", section.text("use", ""), MAX_MEMORY),
        upTo(section, "actor", section.text("actor", ""), MAX_ACTOR),
        section.texts("strategies", List.of()),
        section.integer("top", 5, 0, 50),
        section.integer("summaries", 3, 0, 20),
        section.integer("preferences", 3, 0, 20),
        section.has("recall") ? recall(section) : List.of());
  }

  private static List<MemoryUse.Recall> recall(Section memory) {
    List<Section> places = memory.sections("recall");
    if (places.size() > MAX_PLACES) {
      memory.problem("recall", "has " + places.size() + " entries; it may have " + MAX_PLACES);
    }
    return places.stream()
        .map(
            place ->
                new MemoryUse.Recall(
                    upTo(place, "namespace", place.text("namespace"), MAX_NAMESPACE),
                    place.integer("top", 10, 1, 50),
                    place.number("score", 0, 0, 1),
                    upTo(place, "strategy", place.text("strategy", ""), MAX_MEMORY)))
        .toList();
  }

  private static Limits limits(Section section) {
    Limits defaults = Limits.DEFAULT;
    Double cost = number(section, "cost", 0, 1_000_000);
    return new Limits(
        section.integer("steps", defaults.steps(), 1, 1_000),
        section.integer("tokens", (int) defaults.tokens(), 1, 1_000_000_000),
        section.duration("time", defaults.time(), SECOND, Duration.ofHours(8)),
        section.duration("toolTime", defaults.toolTime(), SECOND, Duration.ofHours(1)),
        cost == null ? null : BigDecimal.valueOf(cost));
  }

  private static @Nullable Supervision supervision(Section root) {
    if (!root.has("supervision")) {
      return null;
    }
    Section section = root.section("supervision");
    if (root.has("output")) {
      root.problem("output", "stands beside supervision; a supervisor answers in text");
    }
    Supervision defaults = Supervision.DEFAULT;
    return new Supervision(
        section.integer("agents", defaults.agents(), 1, 16),
        section.number("askBelow", defaults.askBelow(), 0, 1),
        section.integer("answer", defaults.answer(), 100, 20_000),
        section.duration("deadline", defaults.deadline(), SECOND, Duration.ofMinutes(15)));
  }

  private static List<Hook> hooks(Section root) {
    List<Section> sections = root.sections("hooks");
    if (sections.size() > MAX_HOOKS) {
      root.problem("hooks", "has " + sections.size() + " entries; it may have " + MAX_HOOKS);
    }
    return sections.stream().map(AgentFile::hook).toList();
  }

  private static Hook hook(Section section) {
    if (!section.has("on")) {
      section.problem("on", "is missing");
    }
    return new Hook(
        section.text("name", "hook"),
        section.choice("on", Hook.Point.BEFORE_INVOCATION, List.of(Hook.Point.values())),
        url(section),
        section.duration(
            "timeout", Duration.ofSeconds(5), Duration.ofMillis(100), Duration.ofMinutes(1)));
  }
}
