package dev.cadre.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cadre.json.Json;
import dev.cadre.model.Bytes;
import dev.cadre.model.Content;
import dev.cadre.model.Message;
import dev.cadre.model.Model;
import dev.cadre.model.ModelException;
import dev.cadre.model.ModelRequest;
import dev.cadre.model.ProviderConfig;
import dev.cadre.model.Reply;
import dev.cadre.model.ReplyEvent;
import dev.cadre.model.ReplySink;
import dev.cadre.model.Sampling;
import dev.cadre.model.StopReason;
import dev.cadre.model.ToolChoice;
import dev.cadre.model.ToolSpec;
import dev.cadre.model.Usage;
import dev.cadre.provider.StandIn.Answer;
import dev.cadre.provider.StandIn.Ending;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What every model at a provider does, whatever its wire. A subclass writes the wire. */
abstract class ModelContract {
  static final String KEY = "key-that-nobody-may-see";
  private static final String SECRET = "my account number is 55-1234-9";

  final StandIn provider = new StandIn();
  private Providers opened;

  /** One call of a tool, its arguments in the pieces they are sent in. */
  record Call(String id, String name, List<String> pieces) {
    String arguments() {
      return String.join("", pieces);
    }
  }

  abstract ProviderConfig config(URI address);

  /** The events of a reply of text with 12 tokens read and 5 written. */
  abstract Answer text(List<String> pieces, StopReason stop);

  /** The events of a reply of {@code text}, unless it is empty, and of calls, one after the other. */
  abstract Answer calls(String text, List<Call> calls);

  /** The first events of a reply, up to and with {@code piece}. */
  abstract List<byte[]> beginning(String piece);

  /** The event of a provider that gives up for being overloaded, quoting {@code words}. */
  abstract byte[] overloadedInMidStream(String words);

  /** A rate limit that is over in 7 seconds. */
  abstract Answer throttled();

  abstract Answer badCredentials();

  abstract Answer tooLong();

  abstract Answer overloaded();

  /** The request is wrong; the message quotes {@code words}. */
  abstract Answer invalid(String words);

  /** Whether arguments come in pieces on this wire. */
  boolean inPieces() {
    return true;
  }

  /** The id that an id of the wire becomes. */
  String idOf(Call call) {
    return call.id();
  }

  @AfterEach
  void end() throws Exception {
    if (opened != null) {
      opened.close();
    }
    provider.close();
  }

  Model model() {
    return model(provider.address());
  }

  Model model(URI address) {
    opened = Providers.open(List.of(config(address)));
    return opened.models().values().iterator().next();
  }

  static ModelRequest question() {
    return new ModelRequest(
        "some-model", "Be brief.", List.of(new Message.User(SECRET)), List.of());
  }

  Reply ask(ReplySink sink) throws InterruptedException {
    return model().reply(question(), sink);
  }

  @Test
  void a_reply_comes_in_its_parts_and_whole() throws InterruptedException {
    provider.then(text(List.of("Good ", "morning", "."), StopReason.END_TURN));
    List<ReplyEvent> parts = new ArrayList<>();
    Reply reply = ask(parts::add);
    assertThat(reply.content()).containsExactly(new Content.Text("Good morning."));
    assertThat(reply.stop()).isEqualTo(StopReason.END_TURN);
    assertThat(reply.usage()).isEqualTo(new Usage(12, 5));
    assertThat(reply.model()).isEqualTo("some-model");
    assertThat(parts)
        .containsExactly(
            new ReplyEvent.TextDelta(0, "Good "),
            new ReplyEvent.TextDelta(0, "morning"),
            new ReplyEvent.TextDelta(0, "."));
  }

  @Test
  void parts_come_on_the_calling_thread() throws InterruptedException {
    provider.then(text(List.of("a", "b"), StopReason.END_TURN));
    List<Thread> threads = new ArrayList<>();
    ask(_ -> threads.add(Thread.currentThread()));
    assertThat(threads).hasSize(2).containsOnly(Thread.currentThread());
  }

  @Test
  void a_reply_that_reached_its_limit_says_so() throws InterruptedException {
    provider.then(text(List.of("Once upon"), StopReason.MAX_TOKENS));
    assertThat(ask(ReplySink.NONE).stop()).isEqualTo(StopReason.MAX_TOKENS);
  }

  @Test
  void a_tool_call_comes_in_pieces_after_the_text() throws InterruptedException {
    Call call = new Call("call-1", "weather", List.of("{\"city\":", "\"Oslo\"", "}"));
    provider.then(calls("Let me look.", List.of(call)));
    List<ReplyEvent> parts = new ArrayList<>();
    Reply reply = ask(parts::add);
    assertThat(reply.stop()).isEqualTo(StopReason.TOOL_USE);
    assertThat(reply.text()).isEqualTo("Let me look.");
    assertThat(reply.toolCalls()).hasSize(1);
    assertThat(reply.toolCalls().getFirst().name()).isEqualTo("weather");
    assertThat(reply.toolCalls().getFirst().arguments())
        .isEqualTo(Json.parse("{\"city\":\"Oslo\"}"));
    assertThat(parts.get(1))
        .isEqualTo(
            new ReplyEvent.ToolCallStart(1, reply.toolCalls().getFirst().id(), "weather"));
    List<ReplyEvent> pieces = parts.subList(2, parts.size());
    assertThat(pieces).hasSize(inPieces() ? 3 : 1);
    assertThat(argumentsOf(pieces)).isEqualTo(call.arguments());
  }

  @Test
  void calls_made_together_keep_apart() throws InterruptedException {
    List<Call> calls =
        List.of(
            new Call("call-1", "weather", List.of("{\"city\":\"Os", "lo\"}")),
            new Call("call-2", "weather", List.of("{\"city\"", ":\"Rome\"}")),
            new Call("call-3", "time", List.of("{}")));
    provider.then(calls("", calls));
    Reply reply = ask(ReplySink.NONE);
    assertThat(reply.toolCalls())
        .extracting(call -> call.name() + call.arguments())
        .containsExactly(
            "weather{\"city\":\"Oslo\"}", "weather{\"city\":\"Rome\"}", "time{}");
    assertThat(reply.toolCalls().stream().map(Content.ToolCall::id).distinct()).hasSize(3);
  }

  @Test
  void arguments_that_break_off_are_no_call() {
    provider.then(calls("", List.of(new Call("call-1", "weather", List.of("{\"city\":\"Os")))));
    if (inPieces()) {
      assertThatThrownBy(() -> ask(ReplySink.NONE))
          .isInstanceOf(ModelException.Cut.class)
          .hasMessageContaining("weather");
    }
  }

  @Test
  void a_throttled_call_says_when_to_come_back() {
    provider.then(throttled());
    ModelException.Throttled e =
        catchThrowableOfType(ModelException.Throttled.class, () -> ask(ReplySink.NONE));
    assertThat(e.retryAfter()).isEqualTo(Duration.ofSeconds(7));
  }

  @Test
  void bad_credentials_are_the_operators_to_mend() {
    provider.then(badCredentials());
    assertThatThrownBy(() -> ask(ReplySink.NONE))
        .isInstanceOf(ModelException.BadCredentials.class)
        .hasMessageContaining("models.providers.here")
        .hasMessageNotContaining(KEY);
  }

  @Test
  void a_conversation_that_does_not_fit_is_too_long() {
    provider.then(tooLong());
    assertThatThrownBy(() -> ask(ReplySink.NONE)).isInstanceOf(ModelException.TooLong.class);
  }

  @Test
  void an_overloaded_provider_is_unavailable() {
    provider.then(overloaded());
    assertThatThrownBy(() -> ask(ReplySink.NONE)).isInstanceOf(ModelException.Unavailable.class);
  }

  @Test
  void a_provider_that_is_not_there_is_unavailable() {
    URI address = provider.address();
    provider.close();
    assertThatThrownBy(() -> model(address).reply(question(), ReplySink.NONE))
        .isInstanceOf(ModelException.Unavailable.class)
        .hasMessageContaining(address.getAuthority());
  }

  @Test
  void no_refusal_is_tried_again() throws InterruptedException {
    provider.then(overloaded()).then(text(List.of("late"), StopReason.END_TURN));
    assertThatThrownBy(() -> ask(ReplySink.NONE)).isInstanceOf(ModelException.Unavailable.class);
    provider.asked();
    assertThat(provider.idle()).isTrue();
  }

  @Test
  void a_refusal_that_quotes_the_conversation_is_told_without_it() {
    provider.then(invalid(SECRET));
    assertThatThrownBy(() -> ask(ReplySink.NONE))
        .isInstanceOf(ModelException.Invalid.class)
        .hasMessageNotContaining("55-1234");
  }

  @Test
  void an_error_in_mid_stream_cuts_the_reply() {
    List<byte[]> parts = new ArrayList<>(beginning("Good "));
    parts.add(overloadedInMidStream(SECRET));
    provider.then(streamed(parts));
    List<ReplyEvent> seen = new ArrayList<>();
    assertThatThrownBy(() -> ask(seen::add))
        .isInstanceOf(ModelException.Cut.class)
        .hasMessageNotContaining("55-1234");
    assertThat(seen).containsExactly(new ReplyEvent.TextDelta(0, "Good "));
  }

  @Test
  void an_error_before_any_part_may_be_tried_again() {
    provider.then(streamed(List.of(overloadedInMidStream(SECRET))));
    assertThatThrownBy(() -> ask(ReplySink.NONE)).isInstanceOf(ModelException.Unavailable.class);
  }

  @Test
  void a_stream_that_ends_early_is_cut() {
    provider.then(streamed(beginning("Good ")));
    assertThatThrownBy(() -> ask(ReplySink.NONE)).isInstanceOf(ModelException.Cut.class);
  }

  @Test
  void a_stream_that_ends_before_any_part_is_unavailable() {
    provider.then(streamed(List.of()));
    assertThatThrownBy(() -> ask(ReplySink.NONE)).isInstanceOf(ModelException.Unavailable.class);
  }

  @Test
  void a_connection_that_breaks_cuts_the_reply() {
    provider.then(streamed(beginning("Good ")).ending(Ending.BROKEN));
    assertThatThrownBy(() -> ask(ReplySink.NONE)).isInstanceOf(ModelException.Cut.class);
  }

  @Test
  void interrupting_the_caller_cancels_the_call() throws InterruptedException {
    provider.then(streamed(beginning("Good ")).ending(Ending.NEVER));
    Model model = model();
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread caller =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    model.reply(question(), ReplySink.NONE);
                  } catch (InterruptedException | RuntimeException e) {
                    thrown.set(e);
                  }
                });
    provider.awaitHeld();
    caller.interrupt();
    caller.join(Duration.ofSeconds(10));
    assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
    assertThat(provider.callerIsGone()).isTrue();
  }

  @Test
  void what_the_sink_throws_ends_the_call() throws InterruptedException {
    provider.then(streamed(beginning("Good ")).ending(Ending.NEVER));
    assertThatThrownBy(
            () ->
                ask(
                    _ -> {
                      throw new IllegalStateException("the reader hung up");
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the reader hung up");
    assertThat(provider.callerIsGone()).isTrue();
  }

  @Test
  void a_request_is_sent_as_the_wire_wants_it() throws Exception {
    provider.then(text(List.of("ok"), StopReason.END_TURN));
    model().reply(everything(), ReplySink.NONE);
    StandIn.Asked asked = provider.asked();
    String file = getClass().getSimpleName() + ".json";
    ObjectNode sent = Json.object().put("path", asked.path());
    sent.set("body", asked.body());
    try (InputStream golden = getClass().getResourceAsStream(file)) {
      JsonNode expected =
          golden == null ? Json.object() : Json.parse(golden.readAllBytes());
      assertThat(sent.toPrettyString())
          .as("the request that is sent, beside " + file)
          .isEqualTo(expected.toPrettyString());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  Answer streamed(List<byte[]> parts) {
    Answer pattern = text(List.of("x"), StopReason.END_TURN);
    return new Answer(pattern.status(), pattern.headers(), parts, Ending.WELL);
  }

  /** A request with something of everything that this wire takes. */
  ModelRequest everything() {
    Bytes bytes = Bytes.copyOf("12345678".getBytes(StandardCharsets.UTF_8));
    ObjectNode schema =
        (ObjectNode)
            Json.parse(
                """
                {"type": "object", "additionalProperties": false, "required": ["city"],
                 "properties": {"city": {"type": "string", "minLength": 1},
                   "day": {"$ref": "#/$defs/day"}},
                 "$defs": {"day": {"type": "string", "format": "date"}},
                 "oneOf": [{"required": ["city"]}, {"required": ["day"]}]}
                """);
    return new ModelRequest(
        "some-model",
        "Be brief.",
        List.of(
            new Message.User(
                List.of(
                    new Content.Text("What is in these?"),
                    new Content.Image("image/png", bytes),
                    document(bytes))),
            new Message.Assistant(
                List.of(
                    new Content.Text("Let me see."),
                    new Content.ToolCall(
                        "call-1", "weather", Json.object().put("city", "Oslo")),
                    new Content.ToolCall("call-2", "clock", Json.object()))),
            new Message.User(
                List.of(
                    new Content.ToolResult(
                        "call-1",
                        List.of(
                            new Content.Data(Json.object().put("celsius", -4)),
                            new Content.Image("image/jpeg", bytes)),
                        false),
                    new Content.ToolResult(
                        "call-2", List.of(new Content.Text("no such clock")), true),
                    new Content.Text("Well?")))),
        List.of(
            new ToolSpec("weather", "Tells the weather.", schema),
            new ToolSpec("clock", "Tells the time.", Json.object().put("type", "object"))),
        new ToolChoice.One("weather"),
        new Sampling(256, 0.5, 0.25, List.of("END")),
        Json.object().put("type", "object"));
  }

  Content document(Bytes bytes) {
    return new Content.Document("the_report", "application/pdf", bytes);
  }

  private static String argumentsOf(List<ReplyEvent> events) {
    StringBuilder arguments = new StringBuilder();
    for (ReplyEvent event : events) {
      if (event instanceof ReplyEvent.ToolCallDelta(_, String json)) {
        arguments.append(json);
      }
    }
    return arguments.toString();
  }

  static String quoted(String text) {
    return Json.text(text);
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
