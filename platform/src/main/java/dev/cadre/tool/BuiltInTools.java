package dev.cadre.tool;

import dev.cadre.config.Nearest;
import dev.cadre.fault.Fault;
import dev.cadre.store.Database;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The platform's own tools, by name. Thread-safe. */
public final class BuiltInTools {
  private final Map<String, Tool> tools;

  /**
   * @param further tools that other features bring; their names are their own
   */
  public BuiltInTools(Database database, InstantSource clock, List<Tool> further) {
    List<Tool> own =
        List.of(
            new Calculator(),
            new CurrentTime(clock),
            new UnitConversion(),
            new KeyValue(database, clock));
    tools =
        Stream.concat(own.stream(), further.stream())
            .collect(Collectors.toUnmodifiableMap(tool -> tool.spec().name(), Function.identity()));
  }

  public Set<String> names() {
    return tools.keySet();
  }

  /** All of them, by name. */
  public List<Tool> all() {
    return tools.values().stream()
        .sorted(Comparator.comparing(tool -> tool.spec().name()))
        .toList();
  }

  /**
   * @throws Fault.Invalid when there is no such tool, naming the nearest
   */
  public Tool find(String name) {
    Tool tool = tools.get(name);
    if (tool == null) {
      throw new Fault.Invalid(
          "there is no built-in tool '"
              + name
              + "'; "
              + Nearest.to(name, names())
                  .map(near -> "did you mean '" + near + "'?")
                  .orElse("there are " + String.join(", ", names().stream().sorted().toList())));
    }
    return tool;
  }
}
