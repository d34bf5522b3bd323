package dev.cadre.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a running server says of itself in {@code postmaster.pid}.
 *
 * @param startedAt to the second
 * @param ready whether it takes connections
 * @see <a
 *     href="https://github.com/postgres/postgres/blob/REL_18_STABLE/src/include/utils/pidfile.h">pidfile.h</a>
 */
record PostmasterFile(long pid, Instant startedAt, boolean ready) {
  private static final String NAME = "postmaster.pid";
  private static final int PID = 0;
  private static final int STARTED = 2;
  private static final int STATUS = 7;
  // The file's second is taken a little after the process began.
  private static final Duration TOLERANCE = Duration.ofSeconds(10);

  /** Empty when there is none, or it is being written. */
  static Optional<PostmasterFile> read(Path data) throws IOException {
    try {
      List<String> lines = Files.readAllLines(data.resolve(NAME));
      if (lines.size() <= STARTED) {
        return Optional.empty();
      }
      boolean ready = lines.size() > STATUS && lines.get(STATUS).strip().equals("ready");
      return Optional.of(
          new PostmasterFile(
              Long.parseLong(lines.get(PID).strip()),
              Instant.ofEpochSecond(Long.parseLong(lines.get(STARTED).strip())),
              ready));
    } catch (NoSuchFileException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  static void delete(Path data) throws IOException {
    Files.deleteIfExists(data.resolve(NAME));
  }

  /** The server of {@code data} itself, and not a stranger who was given its number since. */
  Optional<ProcessHandle> process(Path data) {
    return ProcessHandle.of(pid).filter(found -> isServerOf(data, found));
  }

  private boolean isServerOf(Path data, ProcessHandle found) {
    ProcessHandle.Info info = found.info();
    boolean sameStart =
        info.startInstant()
            .map(began -> Duration.between(began, startedAt).abs().compareTo(TOLERANCE) < 0)
            .orElse(true);
    boolean sameData =
        info.arguments().map(args -> List.of(args).contains(data.toString())).orElse(true);
    boolean server = info.command().map(command -> command.endsWith("/postgres")).orElse(sameData);
    return found.isAlive() && sameStart && sameData && server;
  }
}
