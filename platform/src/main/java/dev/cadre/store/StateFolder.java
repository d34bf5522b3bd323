package dev.cadre.store;

import dev.cadre.fault.Fault;
import dev.cadre.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The one folder that holds everything the platform keeps on this machine, owned by one platform at
 * a time. The kernel gives up the lock when its holder ends, however it ends, so that none is
 * stale.
 */
public final class StateFolder implements AutoCloseable {
  private static final String LOCK = "lock";
  private static final String HOLDER = "holder.json";

  private final Path path;
  private final Instant since;
  private final FileChannel lock;

  /**
   * Who holds a state folder.
   *
   * @param url where it answers; empty until it does
   */
  public record Holder(long pid, Instant since, String url) {}

  private StateFolder(Path path, Instant since, FileChannel lock) {
    this.path = path;
    this.since = since;
    this.lock = lock;
  }

  /**
   * Makes {@code folder} with mode 0700 unless it is there, and takes it. Throws {@link
   * Fault.Conflict} saying who holds it, {@link Fault.Invalid} when it cannot be a state folder.
   */
  public static StateFolder open(Path folder, InstantSource clock) {
    Path path = folder.toAbsolutePath().normalize();
    try {
      Folders.createPrivate(path);
      FileChannel channel =
          FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!locked(channel)) {
        channel.close();
        throw held(path);
      }
      StateFolder state = new StateFolder(path, clock.instant(), channel);
      state.announce("");
      return state;
    } catch (IOException e) {
      throw new Fault.Invalid(
          "'"
              + folder
              + "' cannot be used as the state folder ("
              + e
              + "); give another with --state");
    }
  }

  /** Who holds {@code folder}, as far as it said; does not touch the lock. */
  public static Optional<Holder> holder(Path folder) {
    try {
      JsonNode read = Json.parse(Files.readAllBytes(folder.resolve(HOLDER)));
      return Optional.of(Json.bind(read, Holder.class));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Path path() {
    return path;
  }

  /** The folder {@code name} inside, made with mode 0700 unless it is there. */
  public Path folder(String name) {
    Path inside = path.resolve(name);
    try {
      Folders.createPrivate(inside);
      return inside;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Tells a second platform, and the command line, where this one answers. */
  public void announce(String url) {
    try {
      Path fresh = path.resolve(HOLDER + ".new");
      Files.write(fresh, Json.bytes(new Holder(ProcessHandle.current().pid(), since, url)));
      Files.move(fresh, path.resolve(HOLDER), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Lets the next platform in. */
  @Override
  public void close() {
    try {
      // The lock's own file stays: who removes it may remove the one that another holds by now.
      Files.deleteIfExists(path.resolve(HOLDER));
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false; // Held by this very process.
    }
  }

  private static Fault.Conflict held(Path path) {
    String who =
        holder(path)
            .map(
                h ->
                    "by process "
                        + h.pid()
                        + " since "
                        + h.since()
                        + (h.url().isEmpty() ? ", which is still starting" : ", at " + h.url()))
            .orElse("by another process");
    return new Fault.Conflict(
        "the state folder '"
            + path
            + "' is held "
            + who
            + "; use that one, stop it, or give another folder with --state");
  }
}
