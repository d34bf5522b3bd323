package dev.cadre.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cadre.fault.Fault;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AnswerTextTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "\"hello\" | hello",
        "{\"result\": \"r\", \"text\": \"t\"} | r",
        "{\"result\": null, \"response\": \"r\"} | r",
        "{\"message\": {\"role\": \"assistant\", \"content\": [{\"text\": \"a\"}, {\"text\":"
            + " \"b\"}]}} | ab",
        "{\"other\": 1} | {\"other\": 1}",
        "42 | 42",
        "not JSON at all | not JSON at all",
      })
  void an_answers_text_is_found(String answer, String text) {
    assertThat(new String(AnswerText.of(answer.getBytes(UTF_8)), UTF_8)).isEqualTo(text);
  }

  @Test
  void events_cut_at_any_byte_are_the_same() {
    byte[] stream =
        """
        : a comment
        event: token
        data: "caf\u00e9"

        data: one
        data: two

        id: 7
        data:{"text": "three"}

        """
            .getBytes(UTF_8);
    for (int cut = 0; cut <= stream.length; cut++) {
      AnswerText.Events events = new AnswerText.Events();
      List<String> read = new ArrayList<>(text(events, Arrays.copyOf(stream, cut)));
      read.addAll(text(events, Arrays.copyOfRange(stream, cut, stream.length)));
      assertThat(read).as("cut at " + cut).containsExactly("caf\u00e9", "one\ntwo", "three");
    }
  }

  @Test
  void lines_may_end_with_carriage_returns_and_spaces_of_the_text_stay() {
    assertThat(
            text(new AnswerText.Events(), "data: one\r\n\r\ndata:  two \r\n\r\n".getBytes(UTF_8)))
        .containsExactly("one", " two ");
  }

  @Test
  void an_event_without_its_end_is_not_one() {
    assertThat(text(new AnswerText.Events(), "data: half".getBytes(UTF_8))).isEmpty();
  }

  @Test
  void a_line_that_never_ends_is_refused() {
    AnswerText.Events events = new AnswerText.Events();
    byte[] piece = new byte[1024];
    Arrays.fill(piece, (byte) 'x');
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 2 * 1024; i++) {
                events.add(piece, piece.length);
              }
            })
        .isInstanceOf(Fault.AgentFailed.class)
        .hasMessageContaining("longer than");
  }

  private static List<String> text(AnswerText.Events events, byte[] bytes) {
    return events.add(bytes, bytes.length).stream().map(text -> new String(text, UTF_8)).toList();
  }
}
