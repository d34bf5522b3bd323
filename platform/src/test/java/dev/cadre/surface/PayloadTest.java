package dev.cadre.surface;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cadre.fault.Fault;
import dev.cadre.harness.Beside;
import dev.cadre.harness.TurnInput;
import dev.cadre.json.Json;
import dev.cadre.model.Bytes;
import dev.cadre.model.Content;
import dev.cadre.model.Message;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class PayloadTest {
  private static TurnInput read(String body) {
    return Payload.input(Payload.parse(body.getBytes(UTF_8), "application/json"), "ann");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"prompt\":\"Hi\"}",
        "{\"prompt\":\"Hi\",\"lang\":\"de\"}",
        "{\"input\":\"Hi\"}",
        "{\"input\":{\"prompt\":\"Hi\"}}",
        "\"Hi\"",
        "{\"messages\":[{\"role\":\"assistant\",\"content\":\"x\"},{\"role\":\"user\",\"content\":\"Hi\"}]}",
        "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"Hi\"}]}]}"
      })
  void a_person_says_it_in_any_of_these_ways(String body) {
    assertThat(read(body)).isEqualTo(new TurnInput.Said(List.of(new Content.Text("Hi"))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{'role':'user','content':'Who am I?'}]",
        "[{'role':'assistant','content':'Hi'},{'role':'user','content':'Who am I?'}]"
      })
  void one_message_alone_has_no_history(String messages) {
    assertThat(said(messages).beside().history()).isEmpty();
  }

  @Test
  void messages_before_the_last_are_the_history_by_any_door() {
    String messages =
        "[{'role':'user','content':[{'text':'I am Zoe'}]},"
            + "{'role':'assistant','content':[{'text':'Hi'},{'toolUse':{'name':'x'}}]},"
            + "{'role':'user','content':[{'text':'Who am I?'}]}]";
    List<Message> before = List.of(new Message.User("I am Zoe"), new Message.Assistant("Hi"));
    assertThat(said(messages).beside().history()).isEqualTo(before);
    TurnInput harness = HarnessMessages.input(Json.parse(messages.replace('\'', '"')));
    assertThat(harness)
        .isEqualTo(
            new TurnInput.Said(List.of(new Content.Text("Who am I?")), new Beside(before, "", 0)));
    ObjectNode run =
        (ObjectNode)
            Json.parse(
                """
                {"threadId": "t", "runId": "r", "messages": [
                  {"role": "user", "content": "I am Zoe"}, {"role": "tool", "content": "x"},
                  {"role": "assistant", "content": "Hi"}, {"role": "user", "content": "Who am I?"}]}
                """);
    assertThat(RunInput.read(run, "me").input())
        .isEqualTo(
            new TurnInput.Said(List.of(new Content.Text("Who am I?")), new Beside(before, "", 0)));
  }

  private static TurnInput.Said said(String messages) {
    return (TurnInput.Said) read(("{'messages':" + messages + "}").replace('\'', '"'));
  }

  @Test
  void text_needs_no_json() {
    assertThat(Payload.parse("Hi".getBytes(UTF_8), "application/octet-stream"))
        .isEqualTo(Json.object().put("prompt", "Hi"));
    assertThat(Payload.parse("{no json".getBytes(UTF_8), "text/plain; charset=utf-8"))
        .isEqualTo(Json.object().put("prompt", "{no json"));
  }

  @Test
  void files_come_in_base64() {
    TurnInput input =
        read(
            """
            {"prompt": "See", "attachments": [
              {"mediaType": "image/png", "data": "AQI="},
              {"mediaType": "application/pdf", "name": "bill", "data": "Aw=="}]}
            """);
    assertThat(input)
        .isEqualTo(
            new TurnInput.Said(
                List.of(
                    new Content.Text("See"),
                    new Content.Image("image/png", Bytes.copyOf(new byte[] {1, 2})),
                    new Content.Document(
                        "bill", "application/pdf", Bytes.copyOf(new byte[] {3})))));
  }

  @Test
  void decisions_are_of_whoever_calls() {
    assertThat(read("{\"decisions\":[{\"id\":\"c1\",\"allowed\":false,\"reason\":\"too dear\"}]}"))
        .isEqualTo(
            new TurnInput.Decisions(
                List.of(new TurnInput.Decision("c1", false, "ann", "too dear"))));
  }

  @Test
  void results_are_text_or_json() {
    assertThat(
            read(
                """
                {"results": [{"id": "c1", "content": "4"},
                             {"id": "c2", "content": {"error": "none"}, "error": true}]}
                """))
        .isEqualTo(
            new TurnInput.Results(
                List.of(
                    new Content.ToolResult("c1", List.of(new Content.Text("4")), false),
                    new Content.ToolResult(
                        "c2",
                        List.of(new Content.Data(Json.parse("{\"error\":\"none\"}"))),
                        true))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | none of prompt, input, messages, decisions, results",
        "{'prompt':'a','input':'b'} | prompt and input; keep one",
        "{'prompt':7} | prompt must be text",
        "{'prompt':' '} | says nothing",
        "{'messages':[]} | role user",
        "{'messages':[{'role':'user','content':[{'data':'x'}]}]} | mediaType and data",
        "{'prompt':'a','attachments':[{'mediaType':'image/png','data':'?'}]} | not base64",
        "{'prompt':'a','attachments':[{'mediaType':'image/tiff','data':'AA=='}]} | png, jpeg",
        "{'decisions':[{'id':'c'}]} | allowed",
        "{'decisions':[]} | at least one",
        "{'results':[{'id':'c'}]} | id and content",
        "[1] | a JSON object or text",
        "{'prompt': | not valid JSON",
      })
  void what_is_wrong_is_named(String body, String told) {
    assertThatThrownBy(() -> read(body.replace('\'', '"')))
        .isInstanceOf(Fault.Invalid.class)
        .hasMessageContaining(told);
  }

  @Test
  void attachments_have_a_limit() {
    ObjectNode payload = Json.object().put("prompt", "a");
    var attachments = payload.putArray("attachments");
    for (int i = 0; i < 21; i++) {
      attachments.addObject().put("mediaType", "image/png").put("data", "AA==");
    }
    assertThatThrownBy(() -> Payload.input(payload, "ann")).hasMessageContaining("at most 20");
  }
}
