package dev.cadre.telemetry;

import static dev.cadre.Machine.needs;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MetricsTest {
  private final Metrics metrics = new Metrics();

  static String text(Metrics metrics, String accept) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    metrics.write(accept, out);
    return out.toString(UTF_8);
  }

  @Test
  void a_features_figure_is_written() throws IOException {
    Counter requests =
        Counter.builder()
            .name("agent_core_requests_total")
            .help("Invocations.")
            .labelNames("agent", "outcome")
            .register(metrics.registry());
    requests.labelValues("echo", "ok").inc();
    assertThat(text(metrics, ""))
        .contains("agent_core_requests_total{agent=\"echo\",outcome=\"ok\"} 1.0");
  }

  @Test
  void the_format_is_what_was_asked_for() throws IOException {
    assertThat(metrics.contentType("")).startsWith("text/plain; version=0.0.4");
    assertThat(metrics.contentType("application/openmetrics-text; version=1.0.0"))
        .startsWith("application/openmetrics-text");
    assertThat(text(metrics, "application/openmetrics-text; version=1.0.0")).endsWith("# EOF\n");
  }

  @Test
  void the_process_tells_of_itself() throws IOException {
    assertThat(text(metrics, ""))
        .contains(
            "process_cpu_seconds_total ",
            "process_start_time_seconds ",
            "process_open_fds ",
            "jvm_memory_heap_used_bytes ");
    if (Files.exists(Path.of("/proc/self/status"))) {
      assertThat(text(metrics, "")).containsPattern("process_resident_memory_bytes \\d");
    }
  }

  @Test
  void prometheus_accepts_it(@TempDir Path folder) throws IOException, InterruptedException {
    String path = System.getenv("PATH");
    needs(
        path != null
            && Stream.of(path.split(":")).anyMatch(d -> Files.isExecutable(Path.of(d, "promtool"))),
        "promtool is not installed");
    Histogram.builder()
        .name("agent_core_request_duration")
        .help("Seconds from the request to the end of its answer.")
        .labelNames("agent", "outcome")
        .register(metrics.registry())
        .labelValues("echo", "ok")
        .observe(0.1);
    Path file = Files.writeString(folder.resolve("metrics"), text(metrics, ""));
    Process promtool =
        new ProcessBuilder(List.of("promtool", "check", "metrics"))
            .redirectInput(file.toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(promtool.getInputStream().readAllBytes(), UTF_8);
    assertThat(promtool.waitFor()).as(said).isZero();
  }
}
