package dev.cadre.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Which module needs which before it can run, read from the modules themselves. So a page names all
 * that its view needs, and a browser asks for it at once instead of finding one behind the other.
 */
final class Imports {
  /** Import and export statements; {@code import(...)} is asked for when it is reached. */
  private static final Pattern STATEMENT = Pattern.compile("\\b(?:from|import)\\s*[\"']([^\"']+)");

  private final Map<String, Set<String>> direct = new HashMap<>();

  /**
   * @param files by path below the release
   */
  Imports(Map<String, Asset> files) {
    files.forEach(
        (path, file) -> {
          if (path.endsWith(".js")) {
            direct.put(path, read(path, new String(file.bytes(), UTF_8), files.keySet()));
          }
        });
  }

  private static Set<String> read(String path, String text, Set<String> files) {
    Set<String> found = new TreeSet<>();
    STATEMENT
        .matcher(text)
        .results()
        .map(match -> resolved(path, match.group(1)))
        .flatMap(Optional::stream)
        .filter(files::contains)
        .forEach(found::add);
    return found;
  }

  /** The file that a name stands for; empty for words that only look like a statement. */
  private static Optional<String> resolved(String from, String name) {
    if (name.startsWith("./") || name.startsWith("../")) {
      return Optional.of(URI.create(from).resolve(name).getPath());
    }
    return Library.names().stream()
        .filter(
            known ->
                known.name().endsWith("/")
                    ? name.startsWith(known.name())
                    : name.equals(known.name()))
        .map(known -> known.path() + name.substring(known.name().length()))
        .findFirst();
  }

  /** What {@code module} names itself. */
  Set<String> of(String module) {
    return direct.getOrDefault(module, Set.of());
  }

  /** {@code modules} and all that must be there before they run. */
  SortedSet<String> closure(List<String> modules) {
    SortedSet<String> all = new TreeSet<>();
    Deque<String> open = new ArrayDeque<>(modules);
    while (!open.isEmpty()) {
      String next = open.pop();
      if (direct.containsKey(next) && all.add(next)) {
        open.addAll(of(next));
      }
    }
    return all;
  }
}
