package dev.cadre.worker;

/** Why a worker ended. */
public sealed interface Exit {

  /** It ended by itself. */
  record Exited(int code) implements Exit {}

  /** A signal ended it that the platform did not send. */
  record Signalled(int number) implements Exit {}

  /** It was killed for its memory. */
  record OutOfMemory(long limitBytes) implements Exit {}

  /** It was killed because its work folder was over its limit. */
  record DiskFull(long limitBytes) implements Exit {}

  /** The platform stopped it; {@code killed} when SIGTERM was not enough. */
  record Stopped(boolean killed) implements Exit {}

  /** A sentence without a full stop that follows "the agent": {@code "exited with code 3"}. */
  default String describe() {
    return switch (this) {
      case Exited(int code) -> "exited with code " + code;
      case Signalled(int number) ->
          "was ended by signal " + number + " (" + Signals.name(number) + ")";
      case OutOfMemory(long limit) ->
          "was killed for using more than its memory limit of " + Bytes.human(limit);
      case DiskFull(long limit) ->
          "was killed for writing more than its disk limit of " + Bytes.human(limit);
      case Stopped(boolean killed) -> killed ? "was killed by the platform" : "was stopped";
    };
  }
}
