package dev.cadre.memory;

import dev.cadre.fault.Fault;
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
