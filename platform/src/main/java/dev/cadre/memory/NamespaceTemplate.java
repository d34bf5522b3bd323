package dev.cadre.memory;

import dev.cadre.fault.Fault;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A namespace with {@code {variables}}, such as {@code /facts/{actorId}/}. */
record NamespaceTemplate(String text) {
  static final String ACTOR = "actorId";
  static final String SESSION = "sessionId";
  static final String STRATEGY = "memoryStrategyId";
  private static final Set<String> ALWAYS = Set.of(ACTOR, SESSION, STRATEGY);
  private static final Pattern VARIABLE = Pattern.compile("\\{([a-zA-Z][a-zA-Z0-9]*)}");

  /** Throws {@link Fault.Invalid} when a variable is neither built in nor among {@code keys}. */
  void requireKnown(NamespaceKeys keys) {
    for (String variable : variables()) {
      if (!ALWAYS.contains(variable) && !keys.names().contains(variable)) {
        throw new Fault.Invalid(
            "namespace '%s' has the variable '%s', which is neither of %s nor one of the memory's namespaceKeys"
                .formatted(text, variable, ALWAYS.stream().sorted().toList()));
      }
    }
  }

  /**
   * The namespaces of one actor, in this session and in others: what stands before the first
   * variable that {@code session} and others would fill. Empty when the actor can't be told apart
   * so.
   */
  Optional<NamespacePath> ofActor(String actor, String session, String strategy) {
    String known = text.replace("{" + ACTOR + "}", actor).replace("{" + STRATEGY + "}", strategy);
    Matcher open = VARIABLE.matcher(known);
    if (!open.find()) {
      return Optional.of(new NamespacePath(known));
    }
    String before = known.substring(0, open.start());
    int named = text.indexOf("{" + ACTOR + "}");
    boolean actorBefore = named >= 0 && named < text.indexOf(open.group());
    if (actorBefore && before.endsWith("/")) {
      return Optional.of(new NamespacePath(before));
    }
    return resolve(Map.of(ACTOR, actor, SESSION, session, STRATEGY, strategy))
        .map(NamespacePath::new);
  }

  /** What is left without the segment of the session, and one that says "sessions" before it. */
  NamespaceTemplate aboveSessions() {
    int session = text.indexOf("{" + SESSION + "}");
    if (session < 0) {
      return this;
    }
    String above = text.substring(0, text.lastIndexOf('/', session) + 1);
    String word = "/sessions/";
    return new NamespaceTemplate(
        above.endsWith(word) ? above.substring(0, above.length() - word.length() + 1) : above);
  }

  /** True when {@code other} is this or stands below it. */
  boolean above(NamespaceTemplate other) {
    String own = text.endsWith("/") ? text : text + "/";
    return (other.text + "/").startsWith(own);
  }

  /** How many segments a namespace of this has. */
  int depth() {
    return depth(text);
  }

  static int depth(String namespace) {
    return (int)
        Arrays.stream(namespace.split("/", -1)).filter(segment -> !segment.isEmpty()).count();
  }

  Set<String> variables() {
    return VARIABLE.matcher(text).results().map(m -> m.group(1)).collect(Collectors.toSet());
  }

  /** Empty when {@code values} lacks one of the variables. */
  Optional<String> resolve(Map<String, String> values) {
    if (!values.keySet().containsAll(variables())) {
      return Optional.empty();
    }
    return Optional.of(
        VARIABLE
            .matcher(text)
            .replaceAll((MatchResult m) -> Matcher.quoteReplacement(values.get(m.group(1)))));
  }
}
