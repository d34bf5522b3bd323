package dev.cadre.agent;

import java.nio.file.Path;
import java.util.List;

/** Where the code of an agent runs while its deployment tries it, before any session has it. */
@FunctionalInterface
public interface BuildIsolation {

  /** Runs it with the platform's own rights. */
  BuildIsolation NONE = (command, _) -> command;

  /**
   * {@code command} wrapped so that it may write to {@code folder} alone and reach loopback alone,
   * in the platform's network namespace.
   */
  List<String> wrap(List<String> command, Path folder);
}
