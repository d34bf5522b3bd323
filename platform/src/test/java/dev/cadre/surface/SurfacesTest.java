package dev.cadre.surface;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cadre.agent.Artifact;
import dev.cadre.agent.Deployment;
import dev.cadre.agent.NetworkMode;
import dev.cadre.agent.Protocol;
import dev.cadre.fault.Fault;
import dev.cadre.harness.AgentDefinition.Source;
import dev.cadre.harness.AgentFile;
import dev.cadre.harness.ConversationId;
import dev.cadre.harness.TurnEvent;
import dev.cadre.harness.TurnInput;
import dev.cadre.harness.TurnRequest;
import dev.cadre.harness.TurnSink;
import dev.cadre.harness.Turns;
import dev.cadre.id.AgentRuntimeId;
import dev.cadre.id.Arn;
import dev.cadre.json.Json;
import dev.cadre.model.Bytes;
import dev.cadre.model.Caller;
import dev.cadre.model.Content;
import dev.cadre.time.Timer;
import dev.cadre.tool.SchemaCheck;
import io.opentelemetry.context.Context;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class SurfacesTest {
  private static final ConversationId CONVERSATION = new ConversationId("helper-AbCdEf1234", "s");
  private static final Caller CALLER =
      new Caller("anonymous", "helper-AbCdEf1234", "s", Context.root());
  private static final String PROMPT = "{\"prompt\":\"Hi\"}";

  private final ScriptedTurns turns = new ScriptedTurns();
  private final BeatByHand timer = new BeatByHand();
  private final FakeUploads uploads = new FakeUploads();
  private Instant now = Instant.EPOCH;
  private final DeclaredFiles files =
      new DeclaredFiles(new AgentFile(new SchemaCheck(), Set.of("calculator")));
  private final Surfaces surfaces =
      new Surfaces(
          files,
          new Attachments(uploads, uploads),
          turns,
          (InstantSource) () -> now,
          timer,
          Duration.ofSeconds(15));

  /** Plays one scene, and throws at its end if it is told to. */
  private static final class ScriptedTurns implements Turns {
    List<TurnEvent> scene = Scenes.text();
    Runnable between = () -> {};
    @Nullable RuntimeException breaks;
    @Nullable TurnRequest asked;

    @Override
    public TurnEvent run(TurnRequest request, TurnSink sink) {
      asked = request;
      TurnEvent last = scene.isEmpty() ? Scenes.started() : scene.getLast();
      try {
        for (TurnEvent event : scene) {
          sink.accept(event);
          between.run();
        }
      } catch (IOException clientIsGone) {
        last = Scenes.ended(new TurnEvent.Outcome.Cancelled(""));
      }
      if (breaks != null) {
        throw breaks;
      }
      return last;
    }

    @Override
    public boolean cancel(ConversationId conversation) {
      return false;
    }

    @Override
    public void recover() {}
  }

  private static final class BeatByHand implements Timer {
    final List<Runnable> beats = new ArrayList<>();

    @Override
    public Cancellable every(Duration interval, Runnable task) {
      beats.add(task);
      return () -> beats.remove(task);
    }

    @Override
    public Cancellable after(Duration delay, Runnable task) {
      throw new AssertionError("nothing is late here");
    }
  }

  private Deployment deployment() {
    AgentRuntimeId id = new AgentRuntimeId("helper-AbCdEf1234");
    ObjectNode definition =
        files.ofFile("agent.yaml", "name: helper\ninstructions: Help.\ntools: [calculator]\n");
    return new Deployment(
        id,
        "helper",
        Arn.parse("arn:aws:bedrock-agentcore:us-east-1:123456789012:runtime/" + id),
        1,
        null,
        Protocol.HTTP,
        new Artifact.Declared(definition),
        Map.of(),
        Duration.ofMinutes(15),
        Duration.ofHours(8),
        List.of(),
        NetworkMode.PUBLIC,
        null,
        List.of());
  }

  private TurnEvent answer(Answered exchange, Request request) throws Exception {
    return surfaces.answer(exchange, request, deployment(), CONVERSATION, CALLER, "somebody");
  }

  private TurnEvent invoke(Answered exchange) throws Exception {
    return answer(exchange, surfaces.runtime(exchange, Protocol.HTTP));
  }

  @Test
  void an_answer_is_json_unless_events_are_asked_for() throws Exception {
    Answered whole = new Answered(PROMPT);
    invoke(whole);
    assertThat(whole.contentType).isEqualTo("application/json");
    assertThat(Json.parse(whole.text()).path("answer").asString()).isEqualTo("Hello");
    Answered events = new Answered(PROMPT).with("accept", "text/event-stream");
    invoke(events);
    assertThat(events.contentType).isEqualTo("text/event-stream");
    assertThat(events.text())
        .startsWith("event: started\ndata: {\"type\":\"started\",\"turnId\":\"t1\"}\n\n");
    assertThat(events.whole).isTrue();
  }

  @Test
  void a_client_of_ag_ui_is_answered_in_it_and_brings_its_tools() throws Exception {
    Answered exchange =
        new Answered(
            """
            {"threadId": "th", "runId": "r", "messages": [{"role": "user", "content": "Hi"}],
             "tools": [{"name": "pick", "description": "Picks"}]}
            """);
    Request request = surfaces.runtime(exchange, Protocol.HTTP);
    assertThat(request.thread()).contains("th");
    answer(exchange, request);
    assertThat(exchange.text()).startsWith("data: {\"type\":\"RUN_STARTED\",\"threadId\":\"th\"");
    assertThat(turns.asked.agent().tools())
        .extracting(use -> use.source().getClass().getSimpleName())
        .containsExactly(Source.BuiltIn.class.getSimpleName(), Source.Client.class.getSimpleName());
  }

  @Test
  void an_agent_that_serves_ag_ui_takes_nothing_else() {
    assertThatThrownBy(() -> surfaces.runtime(new Answered(PROMPT), Protocol.AGUI))
        .isInstanceOf(Fault.Invalid.class);
  }

  @Test
  void a_turn_that_fails_is_refused_with_its_status() {
    turns.scene = Scenes.all().get("failed");
    assertThatThrownBy(() -> invoke(new Answered(PROMPT))).isInstanceOf(Fault.Throttled.class);
    turns.scene = Scenes.all().get("failed at once");
    Answered exchange = new Answered("");
    assertThatThrownBy(() -> answer(exchange, harness())).isInstanceOf(Fault.Invalid.class);
    assertThat(exchange.responded()).isFalse();
  }

  private Request harness() {
    ObjectNode input =
        (ObjectNode)
            Json.parse("{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"Hi\"}]}]}");
    return surfaces.harness(input);
  }

  @Test
  void what_breaks_a_stream_is_its_last_event() throws Exception {
    turns.scene = Scenes.text().subList(0, 3);
    turns.breaks = new Fault.Unavailable("the platform is stopping");
    Answered exchange = new Answered(PROMPT).with("accept", "text/event-stream");
    assertThat(invoke(exchange)).isInstanceOf(TurnEvent.Failed.class);
    assertThat(exchange.text()).contains("event: error\n").contains("ServiceUnavailableException");
    turns.breaks = new IllegalStateException("a secret of the platform");
    Answered other = new Answered(PROMPT).with("accept", "text/event-stream");
    invoke(other);
    assertThat(other.text()).contains("InternalServerException").doesNotContain("secret");
  }

  @Test
  void a_refused_turn_answers_nothing() {
    turns.scene = List.of();
    turns.breaks = new Fault.Conflict("a turn runs already");
    Answered exchange = new Answered(PROMPT).with("accept", "text/event-stream");
    assertThatThrownBy(() -> invoke(exchange)).isInstanceOf(Fault.Conflict.class);
    assertThat(exchange.responded()).isFalse();
  }

  @Test
  void a_caller_that_left_is_no_error() throws Exception {
    Answered exchange = new Answered(PROMPT).with("accept", "text/event-stream");
    exchange.clientIsGone = true;
    assertThat(invoke(exchange)).isInstanceOf(TurnEvent.Ended.class);
  }

  @Test
  void a_quiet_stream_beats() throws Exception {
    turns.between =
        () -> {
          now = now.plusSeconds(14);
          timer.beats.forEach(Runnable::run);
          now = now.plusSeconds(1);
          timer.beats.forEach(Runnable::run);
        };
    Answered exchange = new Answered(PROMPT).with("accept", "text/event-stream");
    invoke(exchange);
    assertThat(exchange.text().split(":\n\n", -1)).hasSize(Scenes.text().size() + 1);
    assertThat(timer.beats).isEmpty();
  }

  @Test
  void one_invocation_of_a_harness_may_change_the_agent() {
    ObjectNode input =
        (ObjectNode)
            Json.parse(
                """
                {"messages": [{"role": "user", "content": [{"text": "Hi"}]}], "maxIterations": 2,
                 "model": {"bedrockModelConfig": {"modelId": "other"}}, "allowedTools": ["none"]}
                """);
    Request request = surfaces.harness(input);
    assertThat(request.agent(deployment()).model()).isEqualTo("other");
    assertThat(request.agent(deployment()).limits().steps()).isEqualTo(2);
    assertThat(request.agent(deployment()).tools()).isEmpty();
    assertThat(harness().agent(deployment()).model()).isEqualTo("default");
  }

  @Test
  void a_turn_without_words_still_ends_its_completion() throws Exception {
    turns.scene = List.of(Scenes.started(), Scenes.answered(""));
    Answered exchange = new Answered("");
    answer(exchange, surfaces.classic("Hi"));
    assertThat(exchange.whole).isTrue();
  }

  private List<Content> said(String... uris) throws Exception {
    ObjectNode payload = Json.object().put("prompt", "What is this?");
    for (String uri : uris) {
      payload.withArray("attachments").addObject().put("uri", uri);
    }
    invoke(new Answered(Json.text(payload)));
    return ((TurnInput.Said) turns.asked.input()).content();
  }

  @Test
  void an_upload_is_named_to_the_model_and_an_image_shown_to_one_that_sees() throws Exception {
    String image = uploads.add("anonymous", "cat.png", "image/png", 8);
    String table = uploads.add("anonymous", "sales.csv", "text/csv", 8);
    String named = "What is this?\n\nAttached image: " + image + "\nAttached table: " + table;
    assertThat(Content.text(said(image, table))).isEqualTo(named);
    assertThat(said(image, table)).noneMatch(Content.Image.class::isInstance);
    uploads.seeing = true;
    assertThat(said(image, table).getLast())
        .isEqualTo(new Content.Image("image/png", Bytes.copyOf(new byte[8])));
    String huge = uploads.add("anonymous", "huge.png", "image/png", 4_000_000);
    assertThat(said(huge)).noneMatch(Content.Image.class::isInstance);
  }

  @Test
  void another_persons_upload_is_not_attached() {
    String theirs = uploads.add("eve", "cat.png", "image/png", 8);
    assertThatThrownBy(() -> said(theirs)).isInstanceOf(Fault.NotFound.class);
    assertThat(turns.asked).isNull();
  }

  @Test
  void an_upload_may_be_all_that_is_said() throws Exception {
    String table = uploads.add("anonymous", "sales.csv", "text/csv", 8);
    invoke(new Answered("{\"prompt\":\"\",\"attachments\":[{\"uri\":\"%s\"}]}".formatted(table)));
    assertThat(Content.text(((TurnInput.Said) turns.asked.input()).content()))
        .isEqualTo("Attached table: " + table);
  }
}
