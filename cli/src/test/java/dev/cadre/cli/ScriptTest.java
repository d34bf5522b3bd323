package dev.cadre.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The root script, by a shell test with a JDK and a Maven that only note their calls. */
@DisabledOnOs(OS.WINDOWS)
final class ScriptTest {
  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  @Test
  void the_script_finds_builds_and_runs() throws Exception {
    Path module = Path.of("").toAbsolutePath();
    Path output = folder.resolve("output.txt");
    Path work = Files.createDirectory(folder.resolve("work"));
    Process test =
        new ProcessBuilder(
                "sh",
                module.resolve("src/test/sh/cadre-test.sh").toString(),
                module.resolveSibling("cadre").toString(),
                work.toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(test.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      test.descendants().forEach(ProcessHandle::destroyForcibly);
      test.destroyForcibly();
    }
    assertThat(test.exitValue()).as(Files.readString(output)).isZero();
  }
}
