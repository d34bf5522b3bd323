package dev.cadre.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class LocalTestTest {
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  @Test
  void the_answer_is_printed_and_the_exit_code_is_0() {
    assertThat(run((payload, _) -> Map.of("got", payload.text("prompt", "")), "{\"prompt\":\"é\"}"))
        .isZero();
    assertThat(lines()).containsExactly("{\"got\": \"é\"}");
  }

  @Test
  void events_are_printed_line_by_line() {
    assertThat(run((_, _) -> Stream.of("a", 2), "{}")).isZero();
    Entrypoint streaming =
        (_, context) -> {
          context.stream().send("step", 1);
          return null;
        };
    assertThat(run(streaming, "{}")).isZero();
    assertThat(lines()).containsExactly("\"a\"", "2", "step: 1");
  }

  @Test
  void failures_are_exit_code_1() {
    Entrypoint failing =
        (_, _) -> {
          throw new IllegalStateException("meant to fail");
        };
    assertThat(run(failing, "{}")).isOne();
    assertThat(run((_, _) -> "unused", "not json")).isOne();
    assertThat(run((_, _) -> Reply.json(404, null), "{}")).isOne();
  }

  private int run(Entrypoint entrypoint, String payload) {
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    return new LocalTest(entrypoint, new Health(InstantSource.system()), out).run(payload);
  }

  private Stream<String> lines() {
    return printed.toString(StandardCharsets.UTF_8).lines();
  }
}
