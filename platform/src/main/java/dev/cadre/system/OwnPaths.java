package dev.cadre.system;

import dev.cadre.http.Routes;
import dev.cadre.system.RouteEntry.Does;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which paths systems may have: those of nobody else. Used by one thread, while routes are bound.
 */
final class OwnPaths {
  private final Routes routes;
  private final Map<String, String> taken = new HashMap<>();

  /**
   * @param routes that have all of the platform's own
   */
  OwnPaths(Routes routes) {
    this.routes = routes;
  }

  /** Takes all paths of a system, or none, and then says what is wrong. */
  Optional<String> take(SystemDefinition system) {
    List<String> paths = system.routes().stream().flatMap(OwnPaths::all).toList();
    for (String path : paths) {
      String owner = taken.get(path);
      if (owner != null) {
        return Optional.of(
            "the route " + path + " is one of the system '" + owner + "' already; rename one");
      }
      if (routes.holds(path)) {
        return Optional.of(
            "the route " + path + " is one of the platform's own; give it another path");
      }
    }
    paths.forEach(path -> taken.put(path, system.name()));
    return Optional.empty();
  }

  private static Stream<String> all(RouteEntry entry) {
    return switch (entry.does()) {
      case Does.Ask ask ->
          Stream.of(entry.paths(), ask.stream(), ask.tokens()).flatMap(List::stream);
      case Does.Sessions _ ->
          entry.paths().stream().flatMap(path -> Stream.of(path, path + "/one"));
      case Does.Health _,
          Does.About _,
          Does.Status _,
          Does.Streams _,
          Does.Uploads _,
          Does.Recall _ ->
          entry.paths().stream();
    };
  }
}
