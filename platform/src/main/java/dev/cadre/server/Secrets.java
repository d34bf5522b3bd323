package dev.cadre.server;

import dev.cadre.config.SecretSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Secrets that a configuration file refers to: variables of this process, and files. */
record Secrets(Map<String, String> variables) implements SecretSource {

  @Override
  public Optional<String> environment(String name) {
    return Optional.ofNullable(variables.get(name));
  }

  @Override
  public Optional<String> file(String path) {
    try {
      return Optional.of(Files.readString(Path.of(path)).stripTrailing());
    } catch (IOException unreadable) {
      return Optional.empty();
    }
  }
}
