package dev.cadre.agent;

import dev.cadre.json.Json;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Makes artifacts ready to start, once for each artifact, runtime and entry point. A build is whole
 * when its marker is there: a folder without one is what a crash left. Thread-safe.
 */
final class Builds {
  private static final String MARKER = "build.json";
  private static final Set<PosixFilePermission> WRITE =
      EnumSet.of(
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_WRITE);

  private final Path folder;
  private final InstantSource clock;
  private final Interpreters interpreters;
  private final Map<CodeRuntime.Family, Toolchain> toolchains;
  private final ConcurrentHashMap<String, ReentrantLock> locks = new ConcurrentHashMap<>();

  Builds(
      Path folder,
      InstantSource clock,
      Interpreters interpreters,
      Map<CodeRuntime.Family, Toolchain> toolchains) {
    this.folder = folder.toAbsolutePath().normalize();
    this.clock = clock;
    this.interpreters = interpreters;
    this.toolchains = Map.copyOf(toolchains);
  }

  /** Builds {@code archive}, or finds that it was built before. */
  Build build(Definition.Source.Code source, String digest, Path archive, BuildLog log)
      throws BuildFailure, IOException, InterruptedException {
    Interpreter interpreter = interpreters.find(source.runtime());
    String warning = interpreter.warning();
    if (warning != null) {
      log.warn(warning);
    }
    String name = name(source, digest, interpreter);
    Path target = folder.resolve(name);
    ReentrantLock lock = locks.computeIfAbsent(name, _ -> new ReentrantLock());
    lock.lockInterruptibly();
    try {
      Build known = known(target, log);
      return known != null
          ? known
          : fresh(new Toolchain.Job(target, archive, source, interpreter), log);
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Build known(Path target, BuildLog log) throws IOException {
    Path marker = target.resolve(MARKER);
    if (!Files.exists(marker)) {
      return null;
    }
    Files.setLastModifiedTime(marker, FileTime.from(clock.instant()));
    log.line("this artifact was built before");
    JsonNode content = Json.parse(Files.readAllBytes(marker));
    content.path("warnings").forEach(warning -> log.warn(warning.asString()));
    return Json.bind(content.path("build"), Build.class);
  }

  private Build fresh(Toolchain.Job job, BuildLog log)
      throws BuildFailure, IOException, InterruptedException {
    delete(job.folder());
    try {
      log.stage("unpacking");
      unpack(job);
      requireEntryPoint(job);
      int before = log.warnings().size();
      Toolchain toolchain = toolchains.get(job.source().runtime().family());
      if (toolchain == null) {
        throw new BuildFailure(job.source().runtime() + " cannot be built here");
      }
      Build build = toolchain.build(job, log);
      List<String> warnings = log.warnings().subList(before, log.warnings().size());
      protect(job.code());
      mark(job.folder(), Map.of("build", build, "warnings", warnings));
      return build;
    } catch (BuildFailure | IOException | InterruptedException | RuntimeException e) {
      delete(job.folder());
      throw e;
    }
  }

  /** A jar is a zip too: the artifact is the jar itself unless it holds the entry point's file. */
  private static void unpack(Toolchain.Job job) throws IOException, BuildFailure {
    if (job.source().runtime().family() == CodeRuntime.Family.JAVA && runnable(job)) {
      Files.createDirectories(job.entryPoint().getParent());
      Files.copy(job.archive(), job.entryPoint());
      return;
    }
    new Unpack(job.code()).unpack(job.archive());
  }

  private static boolean runnable(Toolchain.Job job) throws IOException {
    try (ZipFile zip = new ZipFile(job.archive().toFile())) {
      return zip.getEntry(job.source().entryPoint().getLast()) == null
          && zip.getEntry("META-INF/MANIFEST.MF") != null;
    } catch (ZipException | EOFException _) {
      return false;
    }
  }

  private static void requireEntryPoint(Toolchain.Job job) throws BuildFailure, IOException {
    if (Files.isRegularFile(job.entryPoint())) {
      return;
    }
    try (Stream<Path> top = Files.list(job.code())) {
      String there =
          top.map(file -> file.getFileName() + (Files.isDirectory(file) ? "/" : ""))
              .sorted()
              .limit(20)
              .collect(Collectors.joining(", "));
      throw new BuildFailure(
          "entryPoint '%s' is not in the artifact; at its top there is: %s"
              .formatted(job.source().entryPoint().getLast(), there.isEmpty() ? "nothing" : there));
    }
  }

  /** Deletes builds not in {@code referenced} and untouched since {@code before}; the count. */
  int collect(Predicate<String> referenced, Instant before) throws IOException {
    if (!Files.isDirectory(folder)) {
      return 0;
    }
    int collected = 0;
    List<Path> all;
    try (Stream<Path> builds = Files.list(folder)) {
      all = builds.toList();
    }
    for (Path build : all) {
      String name = build.getFileName().toString();
      ReentrantLock lock = locks.computeIfAbsent(name, _ -> new ReentrantLock());
      if (!lock.tryLock()) {
        continue;
      }
      try {
        if (!referenced.test(name) && touched(build).isBefore(before)) {
          delete(build);
          collected++;
        }
      } finally {
        lock.unlock();
      }
    }
    return collected;
  }

  private static Instant touched(Path build) throws IOException {
    Path marker = build.resolve(MARKER);
    return Files.getLastModifiedTime(Files.exists(marker) ? marker : build).toInstant();
  }

  /** A change of interpreter is another build: dependencies may hold code compiled for one. */
  private static String name(
      Definition.Source.Code source, String digest, Interpreter interpreter) {
    String rest =
        String.join("\n", source.entryPoint())
            + "\n"
            + interpreter.executable()
            + "\n"
            + interpreter.version();
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(rest.getBytes(java.nio.charset.StandardCharsets.UTF_8));
      return "%s-%s-%s"
          .formatted(
              digest.substring(0, 32),
              source.runtime().name().toLowerCase(java.util.Locale.ROOT),
              HexFormat.of().formatHex(hash, 0, 4));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private void mark(Path folder, Map<String, ?> content) throws IOException {
    Path part = folder.resolve(MARKER + ".part");
    Files.write(part, Json.bytes(content));
    Files.setLastModifiedTime(part, FileTime.from(clock.instant()));
    Files.move(part, folder.resolve(MARKER), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Sessions share the code: none may change it for the others. */
  private static void protect(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      files.filter(file -> !Files.isSymbolicLink(file)).forEach(Builds::withoutWrite);
    }
  }

  private static void withoutWrite(Path file) {
    try {
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
      permissions.removeAll(WRITE);
      Files.setPosixFilePermissions(file, permissions);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void delete(Path root) throws IOException {
    if (!Files.exists(root)) {
      return;
    }
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes)
              throws IOException {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(dir);
            if (permissions.add(PosixFilePermission.OWNER_WRITE)) {
              Files.setPosixFilePermissions(dir, permissions);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path dir, @Nullable IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.delete(dir);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
