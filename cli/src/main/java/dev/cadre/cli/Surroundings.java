package dev.cadre.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;

/**
 * What the process was started with.
 *
 * @param folder relative paths of the user start here
 */
record Surroundings(
    Terminal terminal,
    Map<String, String> environment,
    Path folder,
    InstantSource clock,
    Pause pause) {
  Surroundings {
    environment = Map.copyOf(environment);
  }

  /** Waits between two questions to the platform; interruption ends the command. */
  @FunctionalInterface
  interface Pause {
    void pause(Duration duration) throws InterruptedException;
  }

  /** The variable's value; empty when it is not set. */
  String variable(String name) {
    return environment.getOrDefault(name, "");
  }
}
