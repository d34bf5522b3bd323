package dev.cadre.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cadre.fault.Fault;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a worker reaches, and how it is reached. */
final class WorkerNetworkTest {
  /** Answers each connection with what it was sent, and its name. */
  private static final String ECHO =
      """
      import socket, sys
      s = socket.socket(); s.bind(('0.0.0.0', 8080)); s.listen(64)
      while True:
          c, _ = s.accept()
          d = b''
          while True:
              b = c.recv(65536)
              if not b: break
              d += b
          c.sendall(sys.argv[1].encode() + b':' + d); c.close()
      """;

  private static final String ASK_PROXY =
      """
      import socket, sys
      s = socket.create_connection(('127.0.0.1', 3128), 10)
      s.sendall(sys.argv[1].encode().decode('unicode_escape').encode())
      d = b''
      while True:
          b = s.recv(4096)
          if not b: break
          d += b
      print(d.decode())
      """;

  @TempDir private Path root;
  private ServerSocket host;
  private Bench bench;

  @BeforeEach
  void start() throws IOException {
    host = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::greet);
    bench = new Bench(root, new InetSocketAddress("127.0.0.1", host.getLocalPort()), true);
  }

  private void greet() {
    while (!host.isClosed()) {
      try (Socket client = host.accept()) {
        client.getOutputStream().write("the platform".getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        return;
      }
    }
  }

  @AfterEach
  void stop() throws IOException {
    bench.close();
    host.close();
  }

  private Worker echo(String name) throws IOException {
    return bench.launcher.start(bench.spec(List.of("python3", "-c", ECHO, name)));
  }

  @Test
  void a_start_that_fails_half_way_leaves_nothing() throws Exception {
    // The platform's port collides with the proxy's, inside.
    try (Bench odd = new Bench(root, new InetSocketAddress("127.0.0.1", 3128), true)) {
      long before = networksOpen();
      assertThatThrownBy(() -> odd.shell("sleep 7304")).isInstanceOf(Fault.Unavailable.class);
      assertThat(networksOpen()).isEqualTo(before);
    }
    assertThat(root.resolve("state/workers")).isEmptyDirectory();
    SandboxTest.await(
        () ->
            ProcessHandle.allProcesses()
                .noneMatch(p -> p.info().commandLine().orElse("").contains("sleep 7304")));
  }

  /** Descriptors of network namespaces that this process holds. */
  private static long networksOpen() throws IOException {
    long open = 0;
    try (var files = java.nio.file.Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path file : files) {
        try {
          if (java.nio.file.Files.readSymbolicLink(file).toString().startsWith("net:")) {
            open++;
          }
        } catch (java.nio.file.NoSuchFileException e) {
          // The listing's own descriptor.
          continue;
        }
      }
    }
    return open;
  }

  @Test
  void two_agents_listen_on_the_same_port() throws Exception {
    Worker one = echo("one");
    Worker two = echo("two");
    one.awaitPort(Duration.ofSeconds(20));
    two.awaitPort(Duration.ofSeconds(20));
    assertThat(Bench.ask(one, "hello")).isEqualTo("one:hello");
    assertThat(Bench.ask(two, "hello")).isEqualTo("two:hello");
  }

  @Test
  void many_virtual_threads_talk_to_one_agent() throws Exception {
    Worker worker = echo("x");
    worker.awaitPort(Duration.ofSeconds(20));
    List<Callable<String>> calls = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      String text = "n".repeat(i * 500);
      calls.add(() -> Bench.ask(worker, text).equals("x:" + text) ? "same" : "different");
    }
    try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<String> answer : pool.invokeAll(calls)) {
        assertThat(answer.get()).isEqualTo("same");
      }
    }
  }

  @Test
  void the_platforms_api_is_reached_at_its_usual_address() throws Exception {
    Worker worker =
        bench.python(
            "import socket; s = socket.create_connection(('127.0.0.1', %d)); print(s.recv(99).decode())"
                .formatted(host.getLocalPort()));
    assertThat(worker.awaitExit()).isEqualTo(new Exit.Exited(0));
    assertThat(worker.lastLines()).containsExactly("the platform");
  }

  @Test
  void another_server_of_the_host_is_not_reached() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Worker worker =
          bench.python(
              "import socket\ntry: socket.create_connection(('127.0.0.1', %d), 3); print('in')\nexcept OSError as e: print(e.errno)"
                  .formatted(other.getLocalPort()));
      worker.awaitExit();
      assertThat(worker.lastLines()).containsExactly("111");
    }
  }

  @Test
  void nothing_leaves_but_through_the_proxy() throws Exception {
    Worker worker =
        bench.python(
            "import socket\nfor a in ('169.254.169.254', '10.0.0.1', '192.0.2.1'):\n try: socket.create_connection((a, 80), 2); print('in')\n except OSError as e: print(e.errno)");
    worker.awaitExit();
    assertThat(worker.lastLines()).containsExactly("101", "101", "101");
  }

  private String proxied(NetworkPolicy policy, String request) throws Exception {
    WorkerSpec spec = bench.spec(List.of("python3", "-c", ASK_PROXY, request));
    Worker worker = bench.launcher.start(Bench.with(spec, policy));
    assertThat(worker.awaitExit())
        .describedAs("%s", worker.lastLines())
        .isEqualTo(new Exit.Exited(0));
    return String.join("\n", worker.lastLines());
  }

  @Test
  void the_proxy_refuses_metadata_loopback_and_private_addresses() throws Exception {
    for (String place :
        List.of(
            "169.254.169.254:80",
            "127.0.0.1:" + host.getLocalPort(),
            "localhost:" + host.getLocalPort(),
            "[::1]:80",
            "[::ffff:127.0.0.1]:80",
            "0.0.0.0:80",
            "2130706433:80",
            "10.0.0.1:80",
            "100.64.0.1:80",
            "[fd00:ec2::254]:80")) {
      assertThat(proxied(NetworkPolicy.PUBLIC, "CONNECT " + place + " HTTP/1.1\\r\\n\\r\\n"))
          .describedAs(place)
          .doesNotContain("the platform")
          .containsAnyOf("403 Forbidden", "502 Bad Gateway");
    }
    assertThat(bench.lines)
        .anyMatch(
            line ->
                line.stream() == LogLine.Stream.NOTICE && line.text().contains("169.254.169.254"));
  }

  @Test
  void an_allowed_loopback_is_still_refused() throws Exception {
    var policy =
        new NetworkPolicy(
            NetworkPolicy.Reach.PRIVATE, List.of("127.0.0.1", "localhost"), List.of());
    assertThat(
            proxied(
                policy, "GET http://localhost:" + host.getLocalPort() + "/ HTTP/1.1\\r\\n\\r\\n"))
        .contains("403 Forbidden");
  }

  @Test
  void the_proxy_refuses_what_is_no_request() throws Exception {
    assertThat(proxied(NetworkPolicy.PUBLIC, "GET / HTTP/1.1\\r\\n\\r\\n"))
        .contains("400 Bad Request");
  }

  @Test
  void a_java_agent_gets_the_proxy_as_flags() {
    assertThat(Environment.withJavaProxy(List.of("/opt/jdk/bin/java", "-jar", "a.jar")))
        .contains("-Dhttps.proxyPort=3128")
        .endsWith("-jar", "a.jar");
  }
}
