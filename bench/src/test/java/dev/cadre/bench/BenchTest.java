package dev.cadre.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cadre.sdk.RunningAgent;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The benchmarks measure what they say. The agent stands in for the platform here. */
@Timeout(60)
final class BenchTest {
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

  @Test
  void overhead_compares_all_ways_at_each_number_of_clients() throws Exception {
    try (RunningAgent agent = BenchAgent.app().start(0);
        Proxy proxy = Proxy.start(at(agent), 0)) {
      Target bare = Target.direct(URI.create("http://127.0.0.1:" + proxy.port()));
      long self = ProcessHandle.current().pid();
      List<Overhead.Way> ways =
          List.of(
              new Overhead.Way("direct", at(agent), 0), new Overhead.Way("bare proxy", bare, self));
      Overhead overhead = new Overhead(ways, 100, 2, 1);
      overhead.warmUp(2);
      overhead.print(new int[] {1, 5}, out);
    }
    assertThat(lines())
        .hasSize(6)
        .anyMatch(line -> line.startsWith("| 1 | direct | "))
        .anyMatch(line -> line.startsWith("| 5 | bare proxy | ") && line.endsWith(" us |"));
  }

  @Test
  void sessions_are_opened_once_before_they_are_measured() throws Exception {
    try (RunningAgent agent = BenchAgent.app().start(0)) {
      Sessions sessions = new Sessions(at(agent), 1);
      sessions.open(2);
      sessions.open(1);
      assertThat(sessions.count()).isEqualTo(2);
    }
  }

  @Test
  void streams_arrive_whole_and_in_order() throws Exception {
    try (RunningAgent agent = BenchAgent.app().start(0)) {
      new Streams(50, 20, 1, 5, 1).print(at(agent), at(agent), out);
    }
    assertThat(lines())
        .filteredOn(line -> line.startsWith("| direct | "))
        .hasSize(2)
        .allMatch(line -> line.endsWith(" | 0 |"));
  }

  @Test
  void a_lost_doubled_or_moved_chunk_is_counted() {
    assertThat(Streams.faults("data: 0\n\ndata: 1\n\ndata: 2\n\n", 3)).isZero();
    assertThat(Streams.faults("data: 0\n\ndata: 2\n\n", 3)).isEqualTo(2);
    assertThat(Streams.faults("data: 1\n\ndata: 0\n\ndata: 2\n\n", 3)).isEqualTo(2);
    assertThat(Streams.faults("data: 0\n\ndata: 1\n\ndata: 1\n\ndata: 2\n\n", 3)).isEqualTo(2);
    assertThat(Streams.faults("data: 0\n\ndata: 1\n\ndata: 2\n\ndat", 3)).isOne();
    assertThat(Streams.faults("", 3)).isEqualTo(3);
  }

  @Test
  void percentiles_are_durations_that_were_measured() {
    long[] nanos = new long[200];
    for (int i = 0; i < nanos.length; i++) {
      nanos[i] = nanos.length - i;
    }
    Latencies latencies = Latencies.of(nanos);

    assertThat(latencies.percentile(50)).isEqualTo(100);
    assertThat(latencies.percentile(99)).isEqualTo(198);
    assertThat(latencies.percentile(100)).isEqualTo(200);
  }

  @Test
  void an_answer_other_than_200_fails_the_run() throws Exception {
    try (RunningAgent agent = BenchAgent.app().start(0)) {
      Target wrong = Target.platform(url(agent), "arn:aws:x/y");
      assertThat(wrong.base()).isEqualTo("/runtimes/arn%3Aaws%3Ax%2Fy");
      Overhead overhead = new Overhead(List.of(new Overhead.Way("wrong", wrong, 0)), 10, 1, 1);
      assertThatThrownBy(() -> overhead.print(new int[] {1}, out))
          .hasMessageContaining("status 404");
    }
  }

  @Test
  void only_this_machine_is_loaded() {
    String[] args = {"overhead", "--url", "http://192.0.2.1:80"};
    assertThatThrownBy(() -> Options.parse(args, 1).platform("arn"))
        .hasMessageContaining("is not http://127.0.0.1:PORT");
    assertThatThrownBy(() -> Options.parse(new String[] {"--urls", "x"}, 0))
        .hasMessageContaining("--urls");
  }

  @Test
  void memory_is_read_from_the_status_of_the_process() throws Exception {
    assertThat(Memory.field(Path.of("/proc/self/status"), "VmRSS")).endsWith(" MB");
  }

  private static Target at(RunningAgent agent) {
    return Target.direct(url(agent));
  }

  private static URI url(RunningAgent agent) {
    return URI.create("http://127.0.0.1:" + agent.port());
  }

  private List<String> lines() {
    return printed.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
