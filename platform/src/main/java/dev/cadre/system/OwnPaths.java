package dev.cadre.system;

import dev.cadre.http.Routes;
import dev.cadre.system.RouteEntry.Does;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Which paths systems may have: those of nobody else. Used by one thread, while routes are bound. */
final class OwnPaths {
  private final Routes routes;
  private final Set<String> platform = new HashSet<>();
  private final Set<String> asked = new HashSet<>();
  private final Map<String, String> taken = new HashMap<>();

  /**
   * @param routes that have all of the platform's own, and none of a system's
   */
  OwnPaths(Routes routes) {
    this.routes = routes;
  }

  /** Takes all paths of a system, or none, and then says what is wrong. */
  Optional<String> take(SystemDefinition system) {
    List<String> paths = system.routes().stream().flatMap(OwnPaths::all).toList();
    for (String path : paths) {
      if (isPlatforms(path)) {
        return Optional.of(
            "the route " + path + " begins like one of the platform's own; give it another path");
      }
      String owner = taken.get(path);
      if (owner != null) {
        return Optional.of(
            "the route " + path + " is one of the system '" + owner + "' already; rename one");
      }
    }
    paths.forEach(path -> taken.put(path, system.name()));
    return Optional.empty();
  }

  private static Stream<String> all(RouteEntry entry) {
    return entry.does() instanceof Does.Ask ask
        ? Stream.concat(entry.paths().stream(), ask.stream().stream())
        : entry.paths().stream();
  }

  /** Asked once for each first segment: later it may be a system's. */
  private boolean isPlatforms(String path) {
    String first = path.substring(0, Math.max(path.indexOf('/', 1), 0));
    String segment = first.isEmpty() ? path : first;
    if (asked.add(segment) && routes.holds(segment)) {
      platform.add(segment);
    }
    return platform.contains(segment);
  }
}
