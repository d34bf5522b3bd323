package dev.cadre.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * An agent that is only a file: it has instructions, and no code. What its keys mean and whether
 * they are right is the platform's to say; here only its name is read.
 */
record DeclaredFile(Path path, String name, String text) {
  /** The name that {@code cadre deploy} looks for in a folder. */
  static final String NAME = "agent.yaml";

  private static final long LONGEST = 256 << 10;

  /** Whether the file at {@code path} declares an agent. */
  static boolean is(Path path) {
    String file = path.toString();
    if (!(file.endsWith(".yaml") || file.endsWith(".yml")) || !Files.isRegularFile(path)) {
      return false;
    }
    try {
      return tree(path, read(path)).has("instructions");
    } catch (Failure notYaml) {
      return false;
    }
  }

  /** Throws {@link Failure} when the file cannot be read or has no name. */
  static DeclaredFile at(Path path) {
    String text = read(path);
    String name = Json.string(tree(path, text), "name");
    if (name.isEmpty()) {
      throw Failure.usage(path + " has no 'name:' for its agent");
    }
    return new DeclaredFile(path, name, text);
  }

  private static JsonNode tree(Path path, String text) {
    try {
      return new YAMLMapper().readTree(text);
    } catch (JacksonException e) {
      var at = e.getLocation();
      String line = at == null ? "" : " (line " + at.getLineNr() + ")";
      throw Failure.usage(
          path
              + " is not valid YAML"
              + line
              + ": "
              + e.getOriginalMessage().lines().findFirst().orElse(""));
    }
  }

  private static String read(Path path) {
    try {
      if (Files.size(path) > LONGEST) {
        throw Failure.usage(path + " is longer than " + LONGEST + " bytes");
      }
      return Files.readString(path);
    } catch (IOException e) {
      throw Failure.usage(path + " cannot be read: " + e.getMessage());
    }
  }
}
