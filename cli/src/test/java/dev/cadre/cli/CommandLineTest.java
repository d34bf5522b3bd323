package dev.cadre.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Runs command lines as a person would, against a stand-in platform. */
abstract class CommandLineTest {
  @TempDir Path folder;

  final Map<String, String> environment = new HashMap<>();
  StandInPlatform platform;
  String typed = "";
  boolean interactive;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeEach
  void startPlatform() throws IOException {
    platform = new StandInPlatform();
    environment.put("CADRE_URL", platform.url());
  }

  @AfterEach
  void stopPlatform() {
    platform.close();
  }

  int run(String... arguments) {
    var terminal =
        new Terminal(
            new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)),
            new PrintStream(out, false, StandardCharsets.UTF_8),
            new PrintStream(err, false, StandardCharsets.UTF_8),
            interactive);
    InstantSource clock = InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z"));
    var surroundings = new Surroundings(terminal, environment, folder, clock, _ -> {});
    return new Commands(surroundings, new LocalChecks(nothingInstalled(), folder, true))
        .run(arguments);
  }

  static Programs nothingInstalled() {
    return new Programs() {
      @Override
      public String firstLine(String... command) {
        return "";
      }

      @Override
      public boolean succeeds(String... command) {
        return false;
      }
    };
  }

  String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  String err() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
