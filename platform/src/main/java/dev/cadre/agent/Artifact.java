package dev.cadre.agent;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** What a version runs. */
public sealed interface Artifact {

  /**
   * Code on this machine, ready to start.
   *
   * @param root the folder to start in, read-only and shared by all sessions of the version
   * @param command what starts the agent; its first part is an absolute path
   * @param environment what the command needs, such as {@code PYTHONPATH}; the agent's own
   *     variables come after and may replace these
   * @param reads other folders the command must be able to read: dependencies, the interpreter
   */
  record Code(
      CodeRuntime runtime,
      Path root,
      List<String> command,
      Map<String, String> environment,
      List<Path> reads)
      implements Artifact {
    public Code {
      command = List.copyOf(command);
      environment = Map.copyOf(environment);
      reads = List.copyOf(reads);
    }
  }

  /** A container image; only a Kubernetes platform runs it. */
  record Container(String uri) implements Artifact {}

  /** An agent that already runs at this base URL. */
  record Remote(URI url) implements Artifact {}

  /**
   * An agent that the platform itself runs by what its file declares.
   *
   * @param definition as {@link Declarations} stores it; not to be changed
   */
  record Declared(ObjectNode definition) implements Artifact {}
}
