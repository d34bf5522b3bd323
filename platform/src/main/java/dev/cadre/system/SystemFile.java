package dev.cadre.system;

import dev.cadre.config.ConfigReader;
import dev.cadre.config.SecretSource;
import dev.cadre.config.Section;
import dev.cadre.fault.Fault;
import dev.cadre.system.SystemDefinition.AgentEntry;
import dev.cadre.system.SystemDefinition.Port;
import dev.cadre.system.SystemDefinition.Scaling;
import dev.cadre.toolkit.ServersConfig;
import dev.cadre.toolkit.Toolkit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code system.yaml}. Paths in it begin at its folder and stay within it. */
final class SystemFile {
  static final String NAME = "system.yaml";

  /** With a server's name behind it, it is still a server's name; as a database's it is short. */
  private static final Pattern SYSTEM = Pattern.compile("[a-z][a-z0-9_]{0,30}");

  private static final Pattern PORT = Pattern.compile("[a-z][a-z0-9-]{0,14}");
  private static final int MAX_SERVER = 48;
  private static final int MAX_AGENTS = 50;
  private static final int MAX_DESCRIPTION = 4_096;

  private final Path folder;

  private SystemFile(Path folder) {
    this.folder = folder;
  }

  /**
   * Reads the file of {@code folder}.
   *
   * @throws Fault.Invalid with a line for each problem
   */
  static SystemDefinition read(Path folder, SecretSource secrets) {
    Path root = folder.toAbsolutePath().normalize();
    String source = source(root, root.resolve(NAME));
    try {
      String text = Files.readString(root.resolve(NAME));
      return new ConfigReader(secrets).read(source, text, new SystemFile(root)::definition);
    } catch (IOException e) {
      throw new Fault.Invalid(source + " cannot be read: " + e.getMessage());
    }
  }

  /** What a person knows a file of a system by. */
  static String source(SystemDefinition system, Path file) {
    return source(system.folder(), file);
  }

  private static String source(Path folder, Path file) {
    return folder.getFileName() + "/" + folder.relativize(file);
  }

  private SystemDefinition definition(Section root) {
    String name = root.text("name");
    if (!name.isEmpty() && !SYSTEM.matcher(name).matches()) {
      root.problem(
          "name",
          "is '"
              + name
              + "'; it must be a small letter, then up to 30 small letters, digits or underscores");
    }
    String description = root.text("description", "");
    if (description.length() > MAX_DESCRIPTION) {
      root.problem("description", "is longer than " + MAX_DESCRIPTION + " characters");
    }
    Scripts scripts = scripts(root);
    return new SystemDefinition(
        name,
        description,
        folder,
        scripts.migrations(),
        scripts.importing(),
        servers(root, name),
        Memories.read(root),
        agents(root),
        RouteSection.read(root));
  }

  /** A folder and a file; null for what there is none of. */
  private record Scripts(@Nullable Path migrations, @Nullable Path importing) {}

  private Scripts scripts(Section root) {
    if (!root.has("database")) {
      return new Scripts(null, null);
    }
    Section database = root.section("database", "migrations");
    Path migrations = path(database, "migrations", database.text("migrations"));
    if (migrations != null && !Files.isDirectory(migrations)) {
      database.problem("migrations", "is '" + folder.relativize(migrations) + "', no folder here");
    }
    Path importing = path(database, "import", database.text("import", ""));
    if (importing != null && !Files.isRegularFile(importing)) {
      database.problem("import", "is '" + folder.relativize(importing) + "', which is not there");
    }
    return new Scripts(migrations, importing);
  }

  private Map<String, Toolkit.Plan> servers(Section root, String name) {
    Map<String, Toolkit.Plan> servers = new LinkedHashMap<>(ServersConfig.served(root, folder));
    servers.keySet().stream()
        .filter(server -> name.length() + 1 + server.length() > MAX_SERVER)
        .forEach(
            server ->
                root.problem(
                    "servers",
                    "has '"
                        + server
                        + "', which with the system's name before it is longer than "
                        + MAX_SERVER));
    return servers;
  }

  private List<AgentEntry> agents(Section root) {
    List<Section> sections = root.sections("agents", "file");
    if (sections.size() > MAX_AGENTS) {
      root.problem("agents", "has " + sections.size() + " entries; it may have " + MAX_AGENTS);
    }
    return sections.stream().map(this::agent).toList();
  }

  private AgentEntry agent(Section section) {
    Path file = path(section, "file", section.text("file"));
    if (file != null && !Files.isRegularFile(file)) {
      section.problem("file", "is '" + folder.relativize(file) + "', which is not there");
    }
    String health = section.text("health", "/ping");
    if (!health.startsWith("/")) {
      section.problem("health", "is '" + health + "'; it must be a path such as /health");
    }
    Section scaling = section.section("scaling");
    int min = scaling.integer("min", 1, 0, 1_000);
    int max = scaling.integer("max", Math.max(1, min), 1, 1_000);
    if (max < min) {
      scaling.problem("max", "is " + max + ", less than min, which is " + min);
    }
    return new AgentEntry(
        file == null ? folder : file,
        section.has("port") ? port(section.section("port")) : null,
        health,
        new Scaling(min, max, scaling.integer("cpu", 70, 10, 100)));
  }

  private static Port port(Section section) {
    String name = section.text("name");
    if (!name.isEmpty() && !PORT.matcher(name).matches()) {
      section.problem(
          "name",
          "is '" + name + "'; it must be a small letter, then up to 14 small letters, digits or -");
    }
    if (!section.has("number")) {
      section.problem("number", "is missing");
    }
    return new Port(name, section.integer("number", 1, 1, 65_535));
  }

  private @Nullable Path path(Section section, String key, String text) {
    if (text.isEmpty()) {
      return null;
    }
    try {
      Path path = folder.resolve(text).normalize();
      if (path.startsWith(folder) && !path.equals(folder)) {
        return path;
      }
    } catch (InvalidPathException noPath) {
      // Told below.
    }
    section.problem(key, "is '" + text + "'; it must be a path within the system's folder");
    return null;
  }
}
