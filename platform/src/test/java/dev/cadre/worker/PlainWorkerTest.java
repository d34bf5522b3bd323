package dev.cadre.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workers where no sandbox can be had. */
final class PlainWorkerTest {
  private static final String PYTHON =
      """
      import http.server
      http.server.HTTPServer(('0.0.0.0', 8080), http.server.SimpleHTTPRequestHandler).serve_forever()
      """;

  private static final String NODE =
      "require('http').createServer((q, a) => a.end('node')).listen({port: 8080, host: '0.0.0.0'})";

  @TempDir private Path root;
  private Bench bench;

  @BeforeEach
  void start() {
    bench = Bench.plain(root);
  }

  @AfterEach
  void stop() {
    bench.close();
  }

  @Test
  void it_is_said_what_is_missing_and_why() {
    Isolation isolation = bench.launcher.isolation();
    assertThat(isolation.full()).isFalse();
    assertThat(isolation.sentence())
        .startsWith("NOT sandboxed")
        .contains("the configuration turns the sandbox off", "turn it on");
  }

  @Test
  void two_python_agents_that_fix_their_port_live_side_by_side() throws Exception {
    Worker one = bench.launcher.start(bench.spec(List.of("python3", "-c", PYTHON)));
    Worker two = bench.launcher.start(bench.spec(List.of("python3", "-c", PYTHON)));
    one.awaitPort(Duration.ofSeconds(20));
    two.awaitPort(Duration.ofSeconds(20));
    assertThat(Bench.ask(one, "GET / HTTP/1.0\r\n\r\n")).contains("200 OK");
    assertThat(Bench.ask(two, "GET / HTTP/1.0\r\n\r\n")).contains("200 OK");
  }

  @Test
  void two_node_agents_that_fix_their_port_live_side_by_side() throws Exception {
    Worker one = bench.launcher.start(bench.spec(List.of("node", "-e", NODE)));
    Worker two = bench.launcher.start(bench.spec(List.of("node", "-e", NODE)));
    one.awaitPort(Duration.ofSeconds(20));
    two.awaitPort(Duration.ofSeconds(20));
    assertThat(Bench.ask(one, "GET / HTTP/1.0\r\n\r\n")).endsWith("node");
    assertThat(Bench.ask(two, "GET / HTTP/1.0\r\n\r\n")).endsWith("node");
  }

  @Test
  void limits_and_reasons_hold_all_the_same() throws Exception {
    Worker worker =
        bench.python(
            "a = bytearray(400 << 20)\nfor i in range(0, len(a), 4096): a[i] = 1\nimport time; time.sleep(60)");
    assertThat(worker.awaitExit()).isEqualTo(new Exit.OutOfMemory(256L << 20));
  }

  @Test
  void stopping_takes_the_children_along() throws Exception {
    Worker worker = bench.shell("trap '' TERM; (exec sleep 7303) & echo up; wait; sleep 60");
    SandboxTest.await(() -> worker.lastLines().contains("up"));
    assertThat(worker.stop(Duration.ofMillis(100))).isEqualTo(new Exit.Stopped(true));
    SandboxTest.await(
        () ->
            ProcessHandle.allProcesses()
                .noneMatch(p -> p.info().commandLine().orElse("").endsWith("sleep 7303")));
  }

  @Test
  void a_command_runs_in_the_workers_folder() throws Exception {
    Worker worker = bench.shell("echo 42 > note; echo up; exec sleep 60");
    SandboxTest.await(() -> worker.lastLines().contains("up"));
    var output = new SandboxTest.Collected();
    assertThat(worker.run(List.of("cat", "note"), Duration.ofSeconds(10), output))
        .isEqualTo(new CommandResult.Completed(0));
    assertThat(output.out).isEqualTo("42\n");
  }
}
