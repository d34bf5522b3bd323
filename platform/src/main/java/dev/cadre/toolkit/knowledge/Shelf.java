package dev.cadre.toolkit.knowledge;

import dev.cadre.embedding.Embedder;
import dev.cadre.fault.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A folder's texts, read again when its files have changed. Thread-safe. */
final class Shelf {
  private static final Duration LOOKED = Duration.ofSeconds(2);
  private static final int MAX_FILES = 2_000;
  private static final long MAX_BYTES = 5 << 20;
  private static final int MAX_CHUNKS = 20_000;
  private static final List<String> ENDINGS =
      List.of(".md", ".markdown", ".txt", ".csv", ".json", ".jsonl");

  private final Path folder;
  private final Embedder embedder;
  private final InstantSource clock;
  private Instant looked = Instant.MIN;
  private Map<Path, Seen> seen = Map.of();
  private @Nullable Corpus corpus;

  private record Seen(FileTime changed, long size) {}

  Shelf(Path folder, Embedder embedder, InstantSource clock) {
    this.folder = folder;
    this.embedder = embedder;
    this.clock = clock;
  }

  /**
   * What the folder holds now, or some seconds ago. Files that have become wrong leave what was
   * read before in force.
   *
   * @throws Fault.Invalid when they were wrong from the beginning, or are too many or too large
   */
  synchronized Corpus corpus() throws InterruptedException {
    Corpus known = corpus;
    Instant now = clock.instant();
    if (known != null && now.isBefore(looked.plus(LOOKED))) {
      return known;
    }
    looked = now;
    try {
      Map<Path, Seen> files = files();
      if (known != null && files.equals(seen)) {
        return known;
      }
      Corpus fresh = new Corpus(embedder, read(files));
      corpus = known == null ? fresh : fresh.keeping(known);
      seen = files;
      return corpus;
    } catch (IOException e) {
      throw new Fault.Unavailable("the folder of this knowledge cannot be read");
    } catch (Fault.Invalid e) {
      if (known != null) {
        return known;
      }
      throw e;
    }
  }

  /** What is wrong with the files as they are; null when nothing is. */
  @Nullable String trouble() throws InterruptedException {
    try {
      var _ = read(files());
      return null;
    } catch (IOException e) {
      return folder.getFileName() + " cannot be read";
    } catch (Fault.Invalid e) {
      return e.getMessage();
    }
  }

  private Map<Path, Seen> files() throws IOException {
    Map<Path, Seen> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : (Iterable<Path>) all.filter(Shelf::isText)::iterator) {
        BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
        if (found.size() > MAX_BYTES) {
          throw new Fault.Invalid(
              "'" + folder.relativize(file) + "' is larger than " + MAX_BYTES + " bytes");
        }
        files.put(file, new Seen(found.lastModifiedTime(), found.size()));
        if (files.size() > MAX_FILES) {
          throw new Fault.Invalid("the folder holds more than " + MAX_FILES + " files");
        }
      }
    }
    return files;
  }

  private static boolean isText(Path path) {
    String name = String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
    return ENDINGS.stream().anyMatch(name::endsWith)
        && Files.isRegularFile(path)
        && !name.equals("readme.md");
  }

  private List<Chunk> read(Map<Path, Seen> files) throws IOException, InterruptedException {
    List<Chunk> chunks = new ArrayList<>();
    for (Path file : files.keySet()) {
      String name = folder.relativize(file).toString().replace('\\', '/');
      chunks.addAll(Chunks.of(name, Files.readAllBytes(file)));
      if (chunks.size() > MAX_CHUNKS) {
        throw new Fault.Invalid("the folder holds more than " + MAX_CHUNKS + " passages");
      }
    }
    return chunks;
  }
}
