package dev.cadre.agent;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Makes the unpacked code of one family ready to start. Idempotent on a fresh folder. */
interface Toolchain {

  /**
   * One build under way.
   *
   * @param folder of the build; {@code code} in it holds the unpacked artifact
   * @param archive the artifact itself
   */
  record Job(Path folder, Path archive, Definition.Source.Code source, Interpreter interpreter) {
    Path code() {
      return folder.resolve("code");
    }

    Path entryPoint() {
      return code().resolve(source.entryPoint().getLast());
    }

    /** The command before the entry point's file, such as {@code opentelemetry-instrument}. */
    @Nullable String launcher() {
      return source.entryPoint().size() > 1 ? source.entryPoint().getFirst() : null;
    }
  }

  /** Fails with what its author must mend. */
  Build build(Job job, BuildLog log) throws BuildFailure, IOException, InterruptedException;
}
