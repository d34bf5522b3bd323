package dev.cadre.config;

import dev.cadre.config.ConfigNode.Entry;
import dev.cadre.config.ConfigNode.Kind;
import dev.cadre.config.ConfigNode.Mapping;
import dev.cadre.config.ConfigNode.Scalar;
import dev.cadre.config.ConfigNode.Sequence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;

/**
 * One mapping of a configuration. Each method reads one key; a key that is absent, or null, gives
 * the default. What is wrong is noted, not thrown, and a placeholder returned: {@link ConfigReader}
 * throws for everything at the end. Not thread-safe.
 */
public final class Section {
  private final Mapping mapping;
  private final String path;
  private final References references;
  private final Problems problems;
  private final Set<String> known = new LinkedHashSet<>();
  private final List<Section> inner = new ArrayList<>();

  private Section(Mapping mapping, String path, References references, Problems problems) {
    this.mapping = mapping;
    this.path = path;
    this.references = references;
    this.problems = problems;
  }

  static Section root(ConfigNode node, References references, Problems problems) {
    return new Section(asMapping(node, "", problems), "", references, problems);
  }

  /** True when the key is there and not null. */
  public boolean has(String key) {
    return value(key).isPresent();
  }

  /** The keys of a section whose keys are names, in the order they are written. */
  public Set<String> keys() {
    return Collections.unmodifiableSet(mapping.entries().keySet());
  }

  /** A text that must be there and not blank. */
  public String text(String key) {
    return required(key, scalar(key, Optional::of, "a text").filter(t -> !t.isBlank()), "");
  }

  public String text(String key, String otherwise) {
    return scalar(key, Optional::of, "a text").orElse(otherwise);
  }

  /** A text to keep to oneself; usually written {@code ${env:NAME}}. */
  public Secret secret(String key) {
    return new Secret(text(key));
  }

  public boolean flag(String key, boolean otherwise) {
    return scalar(key, Scalars::flag, "true or false").orElse(otherwise);
  }

  public int integer(String key, int otherwise, int min, int max) {
    return ranged(key, scalar(key, Scalars::integer, "a whole number"), min, max, String::valueOf)
        .orElse(otherwise);
  }

  public double number(String key, double otherwise, double min, double max) {
    return ranged(key, scalar(key, Scalars::number, "a number"), min, max, String::valueOf)
        .orElse(otherwise);
  }

  /** Written {@code 15m}, {@code 1h30m}, {@code 900s} or {@code 250ms}. */
  public Duration duration(String key, Duration otherwise, Duration min, Duration max) {
    Optional<Duration> found = scalar(key, Units::duration, "a duration such as 900s or 1h30m");
    return ranged(key, found, min, max, Units::text).orElse(otherwise);
  }

  /** Bytes, written {@code 512MB} or {@code 64KB}; K, M, G and T are powers of 1024. */
  public long size(String key, long otherwise, long min, long max) {
    Optional<Long> found = scalar(key, Units::size, "a size such as 512MB");
    return ranged(key, found, min, max, bytes -> Units.text(bytes)).orElse(otherwise);
  }

  /** One of {@code choices}, written in lower case with hyphens for underscores. */
  public <E extends Enum<E>> E choice(String key, E otherwise, List<E> choices) {
    Map<String, E> byName = new LinkedHashMap<>();
    choices.forEach(c -> byName.put(Scalars.written(c), c));
    String expected = "one of " + String.join(", ", byName.keySet());
    return scalar(key, text -> Optional.ofNullable(byName.get(text)), expected).orElse(otherwise);
  }

  public List<String> texts(String key, List<String> otherwise) {
    List<ConfigNode> items = items(key);
    if (!has(key)) {
      return otherwise;
    }
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      String at = at(key) + "[" + i + "]";
      convert(at, items.get(i), Optional::of, "a text").ifPresent(texts::add);
    }
    return List.copyOf(texts);
  }

  /** A mapping whose keys are free, such as labels or an environment. */
  public Map<String, String> textMap(String key) {
    Section free = section(key);
    Map<String, String> texts = new LinkedHashMap<>();
    free.mapping.entries().keySet().forEach(k -> texts.put(k, free.text(k, "")));
    return Map.copyOf(texts);
  }

  /** A section that is as good as empty when absent. */
  public Section section(String key) {
    return enter(at(key), value(key).orElse(new Mapping(Map.of(), mapping.line())));
  }

  /** As {@link #section(String)}; a text alone stands for a section that has it as {@code sole}. */
  public Section section(String key, String sole) {
    return enter(
        at(key), value(key).map(n -> spelt(n, sole)).orElse(new Mapping(Map.of(), mapping.line())));
  }

  /** Free JSON; empty when absent. */
  public Optional<JsonNode> json(String key) {
    return value(key).map(ConfigNode::json);
  }

  /** Sections whose keys are names, such as agents, in the order they are written. */
  public Map<String, Section> named(String key) {
    Section free = section(key);
    Map<String, Section> sections = new LinkedHashMap<>();
    free.mapping.entries().keySet().forEach(k -> sections.put(k, free.section(k)));
    return sections;
  }

  /** A list of sections; empty when absent. */
  public List<Section> sections(String key) {
    return sections(key, node -> node);
  }

  /**
   * As {@link #sections(String)}; a text alone stands for a section that has it as {@code sole}.
   */
  public List<Section> sections(String key, String sole) {
    return sections(key, node -> spelt(node, sole));
  }

  private List<Section> sections(String key, UnaryOperator<ConfigNode> spelt) {
    List<ConfigNode> items = items(key);
    List<Section> sections = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      sections.add(enter(at(key) + "[" + i + "]", spelt.apply(items.get(i))));
    }
    return sections;
  }

  private static ConfigNode spelt(ConfigNode node, String sole) {
    return node instanceof Scalar scalar && scalar.kind() != Kind.NULL
        ? new Mapping(Map.of(sole, new Entry(scalar.line(), scalar)), scalar.line())
        : node;
  }

  /**
   * Notes a rule that the value of {@code key} breaks; {@code message} follows the key's name. An
   * empty key means the section as a whole.
   */
  public void problem(String key, String message) {
    Entry entry = mapping.entries().get(key);
    problems.add(
        key.isEmpty() ? path : at(key), entry == null ? mapping.line() : entry.line(), message);
  }

  /** The line on which {@code key} stands, from 1; that of the section where it does not. */
  public int line(String key) {
    Entry entry = mapping.entries().get(key);
    return entry == null ? mapping.line() : entry.line();
  }

  void refuseUnknown() {
    mapping
        .entries()
        .forEach(
            (key, entry) -> {
              if (!known.contains(key)) {
                problems.add(at(key), entry.line(), "is not a known key" + remedy(key));
              }
            });
    inner.forEach(Section::refuseUnknown);
  }

  private String remedy(String key) {
    return Nearest.to(key, known)
        .map(near -> "; did you mean '" + near + "'?")
        .orElse(known.isEmpty() ? "" : "; known here: " + String.join(", ", known));
  }

  private Optional<ConfigNode> value(String key) {
    known.add(key);
    return Optional.ofNullable(mapping.entries().get(key))
        .map(Entry::value)
        .filter(node -> !(node instanceof Scalar scalar && scalar.kind() == Kind.NULL));
  }

  private <T> Optional<T> scalar(String key, Function<String, Optional<T>> read, String expected) {
    return value(key).flatMap(node -> convert(at(key), node, read, expected));
  }

  private <T> Optional<T> convert(
      String at, ConfigNode node, Function<String, Optional<T>> read, String expected) {
    if (!(node instanceof Scalar scalar)) {
      problems.add(at, node.line(), "must be " + expected + ", not " + node.described());
      return Optional.empty();
    }
    Optional<T> converted = read.apply(references.resolve(scalar.text(), at, scalar.line()));
    if (converted.isEmpty()) {
      problems.add(at, node.line(), "must be " + expected + ", not " + node.described());
    }
    return converted;
  }

  private <T extends Comparable<T>> Optional<T> ranged(
      String key, Optional<T> found, T min, T max, Function<T, String> shown) {
    found
        .filter(value -> value.compareTo(min) < 0 || value.compareTo(max) > 0)
        .ifPresent(
            value ->
                problem(
                    key,
                    "is "
                        + shown.apply(value)
                        + "; it must be "
                        + shown.apply(min)
                        + " to "
                        + shown.apply(max)));
    return found;
  }

  private <T> T required(String key, Optional<T> found, T placeholder) {
    if (found.isEmpty() && value(key).filter(node -> !(node instanceof Scalar)).isEmpty()) {
      problem(key, "is missing");
    }
    return found.orElse(placeholder);
  }

  private List<ConfigNode> items(String key) {
    Optional<ConfigNode> node = value(key);
    if (node.isEmpty()) {
      return List.of();
    }
    if (node.get() instanceof Sequence sequence) {
      return sequence.items();
    }
    problem(key, "must be a list, not " + node.get().described());
    return List.of();
  }

  private Section enter(String at, ConfigNode node) {
    Section section = new Section(asMapping(node, at, problems), at, references, problems);
    inner.add(section);
    return section;
  }

  private static Mapping asMapping(ConfigNode node, String at, Problems problems) {
    if (node instanceof Mapping mapping) {
      return mapping;
    }
    problems.add(at, node.line(), "must be a section of keys, not " + node.described());
    return new Mapping(Map.of(), node.line());
  }

  private String at(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }
}
