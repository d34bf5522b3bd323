package dev.cadre.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cadre.fault.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** The data folder of one major version and the password of its one user. */
record PostgresCluster(Path data, String password) {
  static final String USER = "cadre";
  private static final int PASSWORD_BYTES = 24;

  /** Makes the cluster unless it is there; a half-made one never is. */
  static PostgresCluster open(
      PostgresConfig config, PostgresBinaries binaries, Launch launch, BoundedLog log)
      throws IOException, InterruptedException {
    Path data = config.folder().resolve("data-" + binaries.major());
    Path password = config.folder().resolve("password");
    if (!Files.isDirectory(data)) {
      refuseOtherMajor(config.folder(), binaries);
      create(config, binaries, launch, data, password, log);
    }
    return new PostgresCluster(data, Files.readString(password, UTF_8).strip());
  }

  private static void create(
      PostgresConfig config,
      PostgresBinaries binaries,
      Launch launch,
      Path data,
      Path password,
      BoundedLog log)
      throws IOException, InterruptedException {
    Path fresh = config.folder().resolve("data.new");
    Folders.delete(fresh);
    Folders.createPrivate(fresh);
    writePassword(password);
    launch.own(config.folder());
    List<String> command =
        launch.command(
            binaries.program("initdb"),
            List.of(
                "--pgdata=" + fresh,
                "--username=" + USER,
                "--pwfile=" + password,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                // Orders text by code point, the same on every machine, so that an index survives
                // a move to another one.
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--no-instructions",
                config.fsync() ? "--data-checksums" : "--no-sync"));
    PostgresProcess initdb = PostgresProcess.start(command, log);
    if (!initdb.exitedWithin(config.startLimit())) {
      initdb.stop(config.stopLimit());
      throw new Fault.Unavailable(
          "creating the database took longer than " + config.startLimit().toSeconds() + " s");
    }
    if (initdb.exitValue() != 0) {
      throw new Fault.Unavailable(
          "creating the database failed (initdb, status "
              + initdb.exitValue()
              + "):\n"
              + log.tail());
    }
    Files.move(fresh, data, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void writePassword(Path password) throws IOException {
    byte[] bytes = new byte[PASSWORD_BYTES];
    new SecureRandom().nextBytes(bytes);
    Files.deleteIfExists(password);
    Files.createFile(
        password,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(password, HexFormat.of().formatHex(bytes) + "\n", UTF_8);
  }

  private static void refuseOtherMajor(Path folder, PostgresBinaries binaries) throws IOException {
    try (Stream<Path> found = Files.list(folder)) {
      String others =
          String.join(
              ", ",
              found
                  .map(p -> p.getFileName().toString())
                  .filter(n -> n.startsWith("data-"))
                  .toList());
      if (!others.isEmpty()) {
        throw new Fault.Unavailable(
            "the state folder holds a database of another PostgreSQL version ("
                + others
                + "), and this platform brings version "
                + binaries.version()
                + "; dump it with the platform that made it, or give another folder with --state");
      }
    }
  }
}
