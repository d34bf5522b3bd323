package dev.cadre.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cadre.fault.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How workers end, and what is known afterwards. */
final class WorkerEndTest {
  @TempDir private Path root;
  private Bench bench;

  @BeforeEach
  void start() {
    bench = Bench.sandboxed(root);
  }

  @AfterEach
  void stop() {
    bench.close();
  }

  @Test
  void a_crash_leaves_its_code_and_last_lines() throws Exception {
    Worker worker =
        bench.python("import sys; print('one'); sys.stderr.write('two\\n'); sys.exit(3)");
    assertThat(worker.awaitExit()).isEqualTo(new Exit.Exited(3));
    assertThat(worker.lastLines()).containsExactlyInAnyOrder("one", "two");
    assertThat(worker.exit()).contains(new Exit.Exited(3));
    assertThat(worker.awaitExit().describe()).isEqualTo("exited with code 3");
  }

  @Test
  void a_signal_is_named() throws Exception {
    Worker worker = bench.python("import os; os.kill(os.getpid(), 11)");
    assertThat(worker.awaitExit()).isEqualTo(new Exit.Signalled(11));
    assertThat(worker.awaitExit().describe()).contains("SIGSEGV");
  }

  @Test
  void a_listener_is_told_also_when_it_comes_late() throws Exception {
    Worker worker = bench.shell("exit 4");
    CompletableFuture<Exit> early = new CompletableFuture<>();
    worker.onExit(early::complete);
    assertThat(early.get(10, TimeUnit.SECONDS)).isEqualTo(new Exit.Exited(4));
    CompletableFuture<Exit> late = new CompletableFuture<>();
    worker.onExit(late::complete);
    assertThat(late.get(10, TimeUnit.SECONDS)).isEqualTo(new Exit.Exited(4));
  }

  @Test
  void too_much_memory_is_a_reason() throws Exception {
    Worker worker =
        bench.python(
            "a = bytearray(400 << 20)\nfor i in range(0, len(a), 4096): a[i] = 1\nimport time; time.sleep(60)");
    assertThat(worker.awaitExit()).isEqualTo(new Exit.OutOfMemory(256L << 20));
    assertThat(worker.awaitExit().describe()).contains("256 MB");
  }

  @Test
  void memory_is_counted_over_all_processes() throws Exception {
    Worker worker =
        bench.python(
            "import os, time\nfor i in range(4): os.fork()\na = bytearray(30 << 20)\nfor i in range(0, len(a), 4096): a[i] = 1\ntime.sleep(60)");
    assertThat(worker.awaitExit()).isEqualTo(new Exit.OutOfMemory(256L << 20));
  }

  @Test
  void too_much_disk_is_a_reason() throws Exception {
    Worker worker =
        bench.shell(
            "for i in 1 2 3 4 5 6 7 8; do head -c 10000000 /dev/zero > f$i; done; exec sleep 60");
    assertThat(worker.awaitExit()).isEqualTo(new Exit.DiskFull(64L << 20));
  }

  @Test
  void processes_are_limited() throws Exception {
    Worker worker =
        bench.python(
            "import os, time\nn = 0\ntry:\n  while n < 1000:\n    if os.fork() == 0: time.sleep(60)\n    n += 1\n"
                + "except OSError as e: print('stopped', n < 128, e.errno, flush=True)\nos._exit(0)");
    assertThat(worker.awaitExit()).isEqualTo(new Exit.Exited(0));
    assertThat(worker.lastLines()).containsExactly("stopped True 11");
  }

  @Test
  void open_files_are_limited() throws Exception {
    Worker worker =
        bench.python(
            "f = []\ntry:\n  while True: f.append(open('/dev/null'))\nexcept OSError as e: print(e.errno, len(f) < 256)");
    worker.awaitExit();
    assertThat(worker.lastLines()).containsExactly("24 True");
  }

  @Test
  void stopping_asks_first() throws Exception {
    Worker worker =
        bench.shell("trap 'echo bye; exit 0' TERM; echo up; while :; do sleep 0.01; done");
    SandboxTest.await(() -> worker.lastLines().contains("up"));
    assertThat(worker.stop(Duration.ofSeconds(10))).isEqualTo(new Exit.Stopped(false));
    assertThat(worker.lastLines()).contains("bye");
  }

  @Test
  void stopping_kills_what_does_not_listen() throws Exception {
    Worker worker =
        bench.shell(
            "trap '' TERM; (trap '' TERM; exec sleep 71) & echo up; while :; do sleep 0.01; done");
    SandboxTest.await(() -> worker.lastLines().contains("up"));
    assertThat(worker.stop(Duration.ofMillis(200))).isEqualTo(new Exit.Stopped(true));
    assertThat(ProcessHandle.allProcesses().map(p -> p.info().commandLine().orElse("")))
        .noneMatch(c -> c.endsWith("sleep 71"));
  }

  @Test
  void a_program_that_ends_before_it_listens_says_so_at_once() throws Exception {
    Worker worker = bench.shell("echo no module named x; exit 1");
    assertThatThrownBy(() -> worker.awaitPort(Duration.ofSeconds(30)))
        .isInstanceOf(Fault.AgentFailed.class)
        .hasMessageContaining("exited with code 1")
        .hasMessageContaining("no module named x");
  }

  @Test
  void a_program_that_is_not_there_is_refused() {
    assertThatThrownBy(() -> bench.launcher.start(bench.spec(List.of("no-such-program"))))
        .isInstanceOf(Fault.AgentFailed.class)
        .hasMessageContaining("no-such-program");
  }

  @Test
  void nothing_is_left_of_a_worker_but_its_folder() throws Exception {
    bench.shell("exit 0").awaitExit();
    assertThat(root.resolve("state/workers")).isEmptyDirectory();
  }
}
