package dev.cadre.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SIGKILL of a platform with workers running. */
final class PlatformKilledTest {

  /** A platform to be killed: starts a worker with children and waits. */
  static final class Platform {
    private Platform() {}

    public static void main(String[] args) throws Exception {
      boolean sandbox = Boolean.parseBoolean(args[1]);
      Bench bench = new Bench(Path.of(args[0]), new InetSocketAddress("127.0.0.1", 0), sandbox);
      // Detached on purpose: no sandbox may be left by its leaving the session.
      Worker worker = bench.shell("sleep " + args[2] + " & echo up; exec sleep " + args[2]);
      SandboxTest.await(() -> worker.lastLines().contains("up"));
      System.out.println("up");
      Thread.currentThread().join();
    }
  }

  private static List<ProcessHandle> sleeping(String seconds) {
    return ProcessHandle.allProcesses()
        .filter(process -> process.info().commandLine().orElse("").endsWith("sleep " + seconds))
        .toList();
  }

  private static void kill(Path root, boolean sandbox, String seconds) throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process platform =
        new ProcessBuilder(
                java,
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Platform.class.getName(),
                root.toString(),
                Boolean.toString(sandbox),
                seconds)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (var out =
        new BufferedReader(
            new InputStreamReader(platform.getInputStream(), StandardCharsets.UTF_8))) {
      assertThat(out.readLine()).isEqualTo("up");
      assertThat(sleeping(seconds)).isNotEmpty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      platform.destroyForcibly();
    }
    assertThat(platform.waitFor(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void a_sandbox_ends_with_the_platform(@TempDir Path root) throws Exception {
    kill(root, true, "7301");
    SandboxTest.await(() -> sleeping("7301").isEmpty());
    try (Bench next = Bench.sandboxed(root)) {
      next.launcher.sweep();
    }
    assertThat(root.resolve("state/workers")).isEmptyDirectory();
  }

  @Test
  void a_sandbox_that_was_killed_half_made_is_swept_by_the_next(@TempDir Path root)
      throws Exception {
    Path filter = SystemCallFilter.install(root.resolve("state"), System.getProperty("os.arch"));
    // What bubblewrap leaves behind: a process with the filter open, which waits for ever.
    Process half =
        new ProcessBuilder(
                "/bin/sh", "-c", "exec 4<\"$0\"; echo open; exec sleep 7303", filter.toString())
            .start();
    try (Bench next = Bench.sandboxed(root)) {
      assertThat(half.inputReader().readLine()).isEqualTo("open");
      assertThat(next.launcher.sweep()).isEqualTo(1);
      assertThat(half.waitFor(10, TimeUnit.SECONDS)).isTrue();
    } finally {
      half.destroyForcibly();
    }
  }

  @Test
  void a_sandbox_that_was_only_tried_is_gone(@TempDir Path root) throws Exception {
    Path filter = SystemCallFilter.install(root.resolve("state"), System.getProperty("os.arch"));
    for (int i = 0; i < 20; i++) {
      Bench.sandboxed(root).close();
      assertThat(ProcessTable.read().having(filter, Bubblewrap.FILTER)).isEmpty();
    }
  }

  @Test
  void what_outlives_a_platform_without_sandboxes_is_swept_by_the_next(@TempDir Path root)
      throws Exception {
    kill(root, false, "7302");
    try (Bench next = Bench.plain(root)) {
      assertThat(next.launcher.sweep()).isEqualTo(1);
    }
    SandboxTest.await(() -> sleeping("7302").isEmpty());
    assertThat(root.resolve("state/workers")).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "garbage", "1 1 99999999999"})
  void a_record_that_leads_nowhere_kills_nobody(String record, @TempDir Path root)
      throws Exception {
    Path folder = java.nio.file.Files.createDirectories(root.resolve("state/workers/w"));
    java.nio.file.Files.writeString(folder.resolve("processes"), record);
    try (Bench next = Bench.plain(root)) {
      assertThat(next.launcher.sweep()).isZero();
    }
    assertThat(root.resolve("state/workers")).isEmptyDirectory();
  }
}
