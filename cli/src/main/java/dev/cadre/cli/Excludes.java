package dev.cadre.cli;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What is not deployed: folders that tools make, and the patterns of the source folder's {@code
 * .cadreignore}, written as in {@code .gitignore}: {@code *}, {@code **} and {@code ?}; a slash at
 * the end means folders only, one before it a path from the source folder; {@code !} takes back;
 * the last match holds.
 */
final class Excludes {
  static final String FILE = ".cadreignore";
  private static final int MOST_PATTERNS = 1000;

  private static final Set<String> FOLDERS =
      Set.of(
          ".git",
          ".hg",
          ".svn",
          ".venv",
          "venv",
          "node_modules",
          "__pycache__",
          "target",
          ".idea",
          ".vscode",
          ".pytest_cache",
          ".mypy_cache",
          ".ruff_cache",
          ".cadre",
          ".bedrock_agentcore");

  /** Secrets and the deployment's own file: no agent needs them, and an artifact keeps them. */
  private static final Set<String> FILES =
      Set.of(".env", ".DS_Store", ".gitignore", ".dockerignore", FILE, AgentFile.NAME);

  private record Rule(PathMatcher matcher, boolean foldersOnly, boolean takesBack) {}

  private final List<Rule> rules;

  private Excludes(List<Rule> rules) {
    this.rules = List.copyOf(rules);
  }

  static Excludes of(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    var rules = new ArrayList<Rule>();
    if (Files.isRegularFile(file)) {
      List<String> lines = Files.readAllLines(file);
      if (lines.size() > MOST_PATTERNS) {
        throw Failure.usage(file + " has more than " + MOST_PATTERNS + " lines");
      }
      for (String line : lines) {
        String pattern = line.strip();
        if (!pattern.isEmpty() && !pattern.startsWith("#")) {
          rules.add(rule(pattern));
        }
      }
    }
    return new Excludes(rules);
  }

  private static Rule rule(String line) {
    boolean takesBack = line.startsWith("!");
    String pattern = takesBack ? line.substring(1) : line;
    boolean foldersOnly = pattern.endsWith("/");
    pattern = foldersOnly ? pattern.substring(0, pattern.length() - 1) : pattern;
    boolean fromRoot = pattern.contains("/");
    pattern = pattern.startsWith("/") ? pattern.substring(1) : pattern;
    // A glob's ** does not match "no folder": the alternative does.
    String glob = fromRoot ? pattern : "{**/,}" + pattern;
    return new Rule(
        FileSystems.getDefault().getPathMatcher("glob:" + glob), foldersOnly, takesBack);
  }

  /** {@code path} is relative to the source folder. */
  boolean match(Path path, boolean isFolder) {
    String name = path.getFileName().toString();
    boolean excluded = (isFolder ? FOLDERS : FILES).contains(name) || name.endsWith(".pyc");
    for (Rule rule : rules) {
      if ((isFolder || !rule.foldersOnly) && rule.matcher.matches(path)) {
        excluded = !rule.takesBack;
      }
    }
    return excluded;
  }
}
