package dev.cadre.telemetry;

import dev.cadre.config.Section;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the platform says of itself.
 *
 * @param level for every logger that {@code levels} has no word on
 * @param levels by the beginning of a logger's name, such as {@code dev.cadre.session}
 */
public record LogConfig(LogLevel level, Map<String, LogLevel> levels) {
  public static final LogConfig DEFAULTS =
      new LogConfig(
          LogLevel.INFO,
          Map.of(
              "com.zaxxer.hikari", LogLevel.WARN,
              "org.eclipse.jetty", LogLevel.WARN,
              "org.flywaydb", LogLevel.WARN));

  public LogConfig {
    levels = Map.copyOf(levels);
  }

  /** Reads the section {@code log}. */
  public static LogConfig read(Section section) {
    Map<String, LogLevel> levels = new HashMap<>(DEFAULTS.levels);
    Section named = section.section("levels");
    for (String logger : section.textMap("levels").keySet()) {
      levels.put(logger, level(named, logger));
    }
    return new LogConfig(level(section, "level"), levels);
  }

  private static LogLevel level(Section section, String key) {
    return section.choice(key, LogLevel.INFO, List.of(LogLevel.values()));
  }
}
