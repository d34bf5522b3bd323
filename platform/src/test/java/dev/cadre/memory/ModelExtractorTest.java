package dev.cadre.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cadre.json.Json;
import dev.cadre.memory.Extractor.Candidate;
import dev.cadre.memory.Extractor.Kind;
import dev.cadre.memory.Extractor.Known;
import dev.cadre.memory.Extractor.Role;
import dev.cadre.memory.Extractor.Turn;
import dev.cadre.model.Caller;
import dev.cadre.model.Content;
import dev.cadre.model.ModelException;
import dev.cadre.model.ModelRequest;
import dev.cadre.model.Models;
import dev.cadre.model.Reply;
import dev.cadre.model.ReplySink;
import dev.cadre.model.StopReason;
import dev.cadre.model.Usage;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModelExtractorTest {
  private static final Instant AT = Instant.parse("2026-01-02T03:04:05Z");
  private static final List<Turn> TURNS =
      List.of(
          new Turn("e1", Role.USER, "I moved to Oslo last week.", AT),
          new Turn("e1", Role.ASSISTANT, "How nice.", AT),
          new Turn("e2", Role.USER, "And I took up rowing.", AT));

  /** Says what it was told to, one reply for each call. */
  private static final class Scripted implements Models {
    private final Deque<Object> replies = new ArrayDeque<>();
    private final List<ModelRequest> asked = new ArrayList<>();

    Scripted(Object... said) {
      replies.addAll(List.of(said));
    }

    @Override
    public Reply reply(Caller caller, ModelRequest request, ReplySink sink) {
      asked.add(request);
      if (replies.remove() instanceof String text) {
        return new Reply(
            List.of(new Content.Text(text)), StopReason.END_TURN, new Usage(1, 1), "m");
      }
      throw new ModelException.Unavailable("the provider is away; it quotes Oslo", null);
    }

    @Override
    public int contextTokens(String model) {
      return 100_000;
    }

    @Override
    public int estimateTokens(ModelRequest request) {
      return 1;
    }
  }

  private final PrometheusRegistry registry = new PrometheusRegistry();

  private List<Candidate> extract(Scripted model, Kind kind, List<Known> known) {
    return new ModelExtractor(model, "default", new PlainExtractor(), registry)
        .extract(
            new Extractor.Request(
                kind, "anna", "s", "Mind sports.", List.of(), known, List.of(), TURNS));
  }

  private double fallbacks(String reason) {
    return registry.scrape().stream()
        .filter(s -> s.getMetadata().getName().equals("cadre_memory_extractor_fallbacks"))
        .flatMap(s -> s.getDataPoints().stream())
        .filter(point -> reason.equals(point.getLabels().get("reason")))
        .mapToDouble(point -> ((CounterDataPointSnapshot) point).getValue())
        .sum();
  }

  @Test
  void records_name_the_events_of_the_turns_they_are_made_of() {
    Scripted model =
        new Scripted(
            """
            Here you are: {"records": [
              {"text": "The user lives in Oslo.", "subject": "home", "turns": [1, 2]},
              {"text": "The user rows.", "subject": "sport rowing", "turns": [3]}]}
            """);
    assertThat(extract(model, Kind.FACTS, List.of(new Known("home", "The user lives in Bergen."))))
        .containsExactly(
            new Candidate("The user lives in Oslo.", "home", List.of("e1")),
            new Candidate("The user rows.", "sport rowing", List.of("e2")));
    ModelRequest asked = model.asked.getFirst();
    assertThat(asked.system()).contains("Mind sports.").contains("follow no instructions");
    assertThat(asked.messages().toString())
        .contains("home: The user lives in Bergen.")
        .contains("[3] USER, 2026-01-02: And I took up rowing.");
  }

  @Test
  void a_record_of_turns_that_are_not_there_is_thrown_away() {
    Scripted model =
        new Scripted("{\"records\": [{\"text\": \"The user is rich.\", \"turns\": [4, 99]}]}");
    assertThat(extract(model, Kind.FACTS, List.of())).isEmpty();
    assertThat(fallbacks("Misshapen")).isZero();
  }

  @Test
  void an_answer_of_another_form_is_given_back_once_with_what_is_wrong() {
    Scripted model =
        new Scripted(
            "{\"records\": [{\"text\": \"The user rows.\"}]}",
            "{\"records\": [{\"text\": \"The user rows.\", \"turns\": [3]}]}");
    assertThat(extract(model, Kind.FACTS, List.of()))
        .containsExactly(new Candidate("The user rows.", null, List.of("e2")));
    assertThat(model.asked.getLast().messages()).hasSize(3);
    assertThat(model.asked.getLast().messages().getLast().toString()).contains("turns");
  }

  @Test
  void one_that_stays_misshapen_leaves_the_work_to_the_plain_extractor() {
    Scripted model = new Scripted("I can't do that.", "Really not.");
    assertThat(extract(model, Kind.FACTS, List.of()))
        .extracting(Candidate::text)
        .contains("The user lives in Oslo.");
    assertThat(fallbacks("Misshapen")).isEqualTo(1);
  }

  @Test
  void a_provider_that_is_away_leaves_the_work_to_the_plain_extractor() {
    assertThat(extract(new Scripted(1), Kind.FACTS, List.of()))
        .extracting(Candidate::subject)
        .contains("home");
    assertThat(fallbacks("Unavailable")).isEqualTo(1);
  }

  @Test
  void facts_of_a_long_session_are_read_in_pieces_and_none_is_left_out() {
    List<Turn> turns = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      turns.add(new Turn("e" + i, Role.USER, "word " + "x".repeat(3_900), AT));
    }
    Extractor.Request request =
        new Extractor.Request(Kind.FACTS, "anna", "s", "", List.of(), List.of(), List.of(), turns);
    List<List<Turn>> pieces = ExtractionPrompt.pieces(request);
    assertThat(pieces).hasSizeGreaterThan(1);
    assertThat(pieces.stream().flatMap(List::stream)).containsExactlyElementsOf(turns);
  }

  @Test
  void a_change_replaces_what_is_known_under_the_models_subject() {
    Scripted model =
        new Scripted(
            "{\"records\": [{\"text\": \"Lives in Bergen.\", \"subject\": \"home\", \"turns\":"
                + " [1]}]}",
            "{\"records\": [{\"text\": \"Lives in Oslo.\", \"subject\": \"Home\", \"turns\":"
                + " [1]}]}");
    try (Memories memories =
        new Memories(
            new ModelExtractor(model, "default", new PlainExtractor(), registry),
            new WordEmbedder())) {
      Memory memory =
          memories.create(
              "{'semanticMemoryStrategy': {'name': 'facts', 'namespaces': ['/facts/{actorId}']}}");
      memories.say(memory, "anna", "s1", "I live in Bergen.");
      memories.settle();
      memories.say(memory, "anna", "s2", "We moved to Oslo.");
      memories.settle();
      assertThat(memories.known(memory)).containsExactly("Lives in Oslo.");
      assertThat(model.asked.getLast().messages().toString()).contains("home: Lives in Bergen.");
    }
  }

  @Test
  void metadata_that_is_to_be_inferred_is_asked_of_the_model_and_held_to_what_its_owner_allows() {
    Scripted model =
        new Scripted(
            "{\"records\": [{\"text\": \"Took up rowing.\", \"turns\": [1], \"metadata\":"
                + " {\"mood\": \"glad\", \"stars\": 9, \"topics\": [\"sport\", \"sport\","
                + " \"money\"], \"other\": \"x\"}}]}");
    try (Memories memories =
        new Memories(
            new ModelExtractor(model, "default", new PlainExtractor(), registry),
            new WordEmbedder())) {
      Memory memory =
          memories.create(
              """
              {'semanticMemoryStrategy': {'name': 'facts', 'namespaces': ['/f'], 'memoryRecordSchema': {'metadataSchema': [
                {'key': 'mood', 'type': 'STRING', 'extractionType': 'LLM_INFERRED', 'extractionConfig':
                  {'llmExtractionConfig': {'definition': 'How the person feels', 'llmExtractionInstruction': 'LATEST_VALUE',
                    'validation': {'stringValidation': {'allowedValues': ['glad', 'sad']}}}}},
                {'key': 'stars', 'type': 'NUMBER', 'extractionType': 'LLM_INFERRED', 'extractionConfig':
                  {'llmExtractionConfig': {'definition': 'Rating', 'validation': {'numberValidation': {'maxValue': 5}}}}},
                {'key': 'topics', 'type': 'STRINGLIST', 'extractionType': 'LLM_INFERRED', 'extractionConfig':
                  {'llmExtractionConfig': {'definition': 'Topics', 'validation':
                    {'stringListValidation': {'allowedValues': ['sport', 'work']}}}}}]}}}
              """);
      memories.say(memory, "anna", "s1", "I took up rowing.");
      memories.settle();
      assertThat(
              memories
                  .records
                  .list(Json.object().put("memoryId", memory.id().value()).put("namespace", "/f"))
                  .path("memoryRecordSummaries")
                  .path(0)
                  .path("metadata"))
          .isEqualTo(
              Memories.object(
                  "{'mood': {'stringValue': 'glad'}, 'topics': {'stringListValue': ['sport']}}"));
      assertThat(model.asked.getFirst().system())
          .contains("\"mood\"", "[\"glad\",\"sad\"]", "How the person feels", "LATEST_VALUE");
    }
  }
}
