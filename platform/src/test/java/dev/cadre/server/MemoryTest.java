package dev.cadre.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.services.bedrockagentcore.BedrockAgentCoreClient;
import software.amazon.awssdk.services.bedrockagentcore.model.CreateEventRequest;
import software.amazon.awssdk.services.bedrockagentcore.model.Event;
import software.amazon.awssdk.services.bedrockagentcore.model.ListEventsRequest;
import software.amazon.awssdk.services.bedrockagentcore.model.MemoryRecordSummary;
import software.amazon.awssdk.services.bedrockagentcore.model.MetadataValue;
import software.amazon.awssdk.services.bedrockagentcore.model.OperatorType;
import software.amazon.awssdk.services.bedrockagentcore.model.PayloadType;
import software.amazon.awssdk.services.bedrockagentcore.model.ResourceNotFoundException;
import software.amazon.awssdk.services.bedrockagentcore.model.RetrieveMemoryRecordsRequest;
import software.amazon.awssdk.services.bedrockagentcore.model.Role;
import software.amazon.awssdk.services.bedrockagentcore.model.ValidationException;
import software.amazon.awssdk.services.bedrockagentcorecontrol.BedrockAgentCoreControlClient;
import software.amazon.awssdk.services.bedrockagentcorecontrol.model.CreateMemoryRequest;
import software.amazon.awssdk.services.bedrockagentcorecontrol.model.Memory;
import software.amazon.awssdk.services.bedrockagentcorecontrol.model.MemoryStatus;
import software.amazon.awssdk.services.bedrockagentcorecontrol.model.MemoryStrategy;
import software.amazon.awssdk.services.bedrockagentcorecontrol.model.MemoryStrategyInput;
import software.amazon.awssdk.services.bedrockagentcorecontrol.model.MemorySummary;

/** The whole memory API, told by the official SDK. */
class MemoryTest {
  private static final Platform PLATFORM = Platform.open();
  private static BedrockAgentCoreControlClient control;
  private static BedrockAgentCoreClient data;
  private static String plain;

  @BeforeAll
  static void connect() {
    control = PLATFORM.control(Platform.ANYONE);
    data = PLATFORM.data(Platform.ANYONE);
    plain = create(r -> {}).id();
  }

  @AfterAll
  static void disconnect() {
    control.close();
    data.close();
  }

  private static String name() {
    return "m" + UUID.randomUUID().toString().replace("-", "").substring(0, 20);
  }

  private static Memory create(Consumer<CreateMemoryRequest.Builder> with) {
    return control.createMemory(r -> with.accept(r.name(name()).eventExpiryDuration(30))).memory();
  }

  private static MemoryStrategyInput facts(String namespace) {
    return MemoryStrategyInput.builder()
        .semanticMemoryStrategy(s -> s.name("facts").namespaces(namespace))
        .build();
  }

  private static PayloadType said(Role role, String text) {
    return PayloadType.fromConversational(c -> c.role(role).content(b -> b.text(text)));
  }

  private static Event say(String memory, String session, String text) {
    return say(memory, session, text, r -> {});
  }

  private static Event say(
      String memory, String session, String text, Consumer<CreateEventRequest.Builder> with) {
    return data.createEvent(
            r ->
                with.accept(
                    r.memoryId(memory)
                        .actorId("anna")
                        .sessionId(session)
                        .eventTimestamp(Instant.now())
                        .payload(said(Role.USER, text))))
        .event();
  }

  private static List<String> heard(
      String memory, String session, Consumer<ListEventsRequest.Builder> with) {
    return data
        .listEventsPaginator(
            r -> with.accept(r.memoryId(memory).actorId("anna").sessionId(session)))
        .events()
        .stream()
        .map(event -> event.payload().getFirst().conversational().content().text())
        .toList();
  }

  @Test
  void a_memory_is_created_shown_changed_listed_and_deleted() {
    Memory created =
        create(
            r ->
                r.description("of a test")
                    .memoryStrategies(
                        facts("/facts/{actorId}"),
                        MemoryStrategyInput.builder()
                            .summaryMemoryStrategy(s -> s.name("short"))
                            .build()));
    assertThat(created.status()).isEqualTo(MemoryStatus.ACTIVE);
    assertThat(created.arn()).endsWith(":memory/" + created.id());
    assertThat(created.strategies())
        .extracting(MemoryStrategy::typeAsString)
        .containsExactly("SEMANTIC", "SUMMARIZATION");
    assertThat(created.strategies().getLast().namespaces())
        .containsExactly("/strategies/{memoryStrategyId}/actors/{actorId}/sessions/{sessionId}/");

    String facts = created.strategies().getFirst().strategyId();
    Memory changed =
        control
            .updateMemory(
                r ->
                    r.memoryId(created.id())
                        .eventExpiryDuration(7)
                        .memoryStrategies(
                            s ->
                                s.addMemoryStrategies(
                                        MemoryStrategyInput.builder()
                                            .userPreferenceMemoryStrategy(p -> p.name("tastes"))
                                            .build())
                                    .modifyMemoryStrategies(
                                        m -> m.memoryStrategyId(facts).description("what is so"))
                                    .deleteMemoryStrategies(
                                        d ->
                                            d.memoryStrategyId(
                                                created.strategies().getLast().strategyId()))))
            .memory();
    assertThat(changed.eventExpiryDuration()).isEqualTo(7);
    assertThat(changed.strategies())
        .extracting(MemoryStrategy::name)
        .containsExactly("facts", "tastes");
    assertThat(control.getMemory(r -> r.memoryId(created.id())).memory()).isEqualTo(changed);
    assertThat(changed.strategies().getFirst().description()).isEqualTo("what is so");
    assertThat(control.listMemoriesPaginator(r -> r.maxResults(1)).memories())
        .extracting(MemorySummary::id)
        .contains(created.id());

    say(created.id(), "s1", "I live in Berlin.");
    assertThat(control.deleteMemory(r -> r.memoryId(created.id())).status())
        .isEqualTo(MemoryStatus.DELETING);
    Platform.await(
        () ->
            control.listMemoriesPaginator(r -> {}).memories().stream()
                .noneMatch(memory -> memory.id().equals(created.id())));
    assertThatThrownBy(() -> say(created.id(), "s1", "Still there?"))
        .isInstanceOf(ResourceNotFoundException.class);
  }

  @Test
  void a_name_is_taken_once_and_the_same_token_creates_once() {
    CreateMemoryRequest request =
        CreateMemoryRequest.builder()
            .name(name())
            .eventExpiryDuration(3)
            .clientToken(UUID.randomUUID().toString())
            .build();
    Memory first = control.createMemory(request).memory();
    assertThat(control.createMemory(request).memory()).isEqualTo(first);
    assertThatThrownBy(() -> control.createMemory(r -> r.name(first.name()).eventExpiryDuration(3)))
        .isInstanceOf(
            software.amazon.awssdk.services.bedrockagentcorecontrol.model.ValidationException.class)
        .hasMessageContaining(first.name());
  }

  @Test
  void a_custom_strategy_is_answered_in_the_shape_of_the_model() {
    Memory memory =
        create(
            r ->
                r.memoryStrategies(
                    MemoryStrategyInput.builder()
                        .customMemoryStrategy(
                            c ->
                                c.name("own")
                                    .configuration(
                                        o ->
                                            o.semanticOverride(
                                                s ->
                                                    s.extraction(
                                                        e ->
                                                            e.appendToPrompt("only cats")
                                                                .modelId("m")))))
                        .build()));
    MemoryStrategy own = memory.strategies().getFirst();
    assertThat(own.typeAsString()).isEqualTo("CUSTOM");
    assertThat(own.configuration().typeAsString()).isEqualTo("SEMANTIC_OVERRIDE");
    assertThat(
            own.configuration()
                .extraction()
                .customExtractionConfiguration()
                .semanticExtractionOverride()
                .appendToPrompt())
        .isEqualTo("only cats");
  }

  @Test
  void a_namespace_with_an_unknown_variable_is_refused() {
    assertThatThrownBy(() -> create(r -> r.memoryStrategies(facts("/facts/{team}"))))
        .isInstanceOf(
            software.amazon.awssdk.services.bedrockagentcorecontrol.model.ValidationException.class)
        .hasMessageContaining("team");
  }

  @Test
  void events_come_back_newest_first_page_by_page_though_the_clock_went_back() {
    Instant start = Instant.parse("2026-05-05T05:05:05.055Z");
    for (int i = 0; i < 25; i++) {
      int step = i;
      say(plain, "backwards", "turn " + i, r -> r.eventTimestamp(start.minusSeconds(step)));
    }
    List<String> expected = IntStream.range(0, 25).mapToObj(i -> "turn " + (24 - i)).toList();
    assertThat(heard(plain, "backwards", r -> r.maxResults(7))).isEqualTo(expected);
    assertThat(heard(plain, "backwards", r -> {})).isEqualTo(expected);
  }

  @Test
  void an_event_keeps_every_kind_of_payload_and_its_metadata() {
    Instant at = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    Document blob =
        Document.mapBuilder()
            .putString("text", "a\u0000b \uD83D\uDE00")
            .putList("numbers", b -> b.addNumber(1).addNull())
            .build();
    Event created =
        data.createEvent(
                r ->
                    r.memoryId(plain)
                        .actorId("anna/of:here")
                        .sessionId("kinds")
                        .eventTimestamp(at)
                        .metadata(Map.of("place", MetadataValue.fromStringValue("NYC")))
                        .payload(said(Role.ASSISTANT, "hello"), PayloadType.fromBlob(blob)))
            .event();
    assertThat(created.eventId()).matches("[0-9]+#[a-fA-F0-9]+");
    Event got =
        data.getEvent(
                r ->
                    r.memoryId(plain)
                        .actorId("anna/of:here")
                        .sessionId("kinds")
                        .eventId(created.eventId()))
            .event();
    assertThat(got).isEqualTo(created);
    assertThat(got.eventTimestamp()).isEqualTo(at);
    assertThat(got.payload().get(1).blob()).isEqualTo(blob);
    assertThat(got.metadata().get("place").stringValue()).isEqualTo("NYC");
  }

  @Test
  void without_payloads_none_is_sent() {
    say(plain, "bare", "hello");
    Event event =
        data.listEvents(
                r -> r.memoryId(plain).actorId("anna").sessionId("bare").includePayloads(false))
            .events()
            .getFirst();
    assertThat(event.hasPayload()).isFalse();
  }

  @Test
  void a_branch_leaves_at_its_root_and_shows_its_parents_when_asked() {
    say(plain, "fork", "one");
    Event root = say(plain, "fork", "two");
    say(plain, "fork", "three");
    Event left =
        say(
            plain,
            "fork",
            "two and a half",
            r -> r.branch(b -> b.name("left").rootEventId(root.eventId())));
    say(plain, "fork", "two and a bit", r -> r.branch(b -> b.name("left")));
    say(plain, "fork", "deeper", r -> r.branch(b -> b.name("deep").rootEventId(left.eventId())));

    assertThat(heard(plain, "fork", r -> {})).hasSize(6);
    assertThat(heard(plain, "fork", r -> r.filter(f -> f.branch(b -> b.name("left")))))
        .containsExactly("two and a bit", "two and a half");
    assertThat(heard(plain, "fork", r -> r.filter(f -> f.branch(b -> b.name("main")))))
        .containsExactly("three", "two", "one");
    assertThat(
            heard(
                plain,
                "fork",
                r -> r.filter(f -> f.branch(b -> b.name("deep").includeParentBranches(true)))))
        .containsExactly("deeper", "two and a half", "two", "one");
    assertThatThrownBy(() -> say(plain, "fork", "lost", r -> r.branch(b -> b.name("nowhere"))))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("rootEventId");
  }

  @Test
  void events_are_found_by_metadata() {
    say(
        plain,
        "meta",
        "in town",
        r -> r.metadata(Map.of("place", MetadataValue.fromStringValue("NYC"))));
    say(plain, "meta", "nowhere");
    assertThat(filtered(OperatorType.EQUALS_TO, "NYC")).containsExactly("in town");
    assertThat(filtered(OperatorType.EQUALS_TO, "Rome")).isEmpty();
    assertThat(filtered(OperatorType.EXISTS, null)).containsExactly("in town");
    assertThat(filtered(OperatorType.NOT_EXISTS, null)).containsExactly("nowhere");
    assertThatThrownBy(() -> filtered(OperatorType.EXISTS, "NYC"))
        .isInstanceOf(ValidationException.class);
  }

  private static List<String> filtered(OperatorType operator, String value) {
    return heard(
        plain,
        "meta",
        r ->
            r.filter(
                f ->
                    f.eventMetadata(
                        e ->
                            e.left(l -> l.metadataKey("place"))
                                .operator(operator)
                                .right(
                                    value == null
                                        ? null
                                        : software.amazon.awssdk.services.bedrockagentcore.model
                                            .RightExpression.fromMetadataValue(
                                            v -> v.stringValue(value))))));
  }

  @Test
  void a_token_makes_one_event() {
    String token = UUID.randomUUID().toString();
    Event first = say(plain, "once", "hello", r -> r.clientToken(token));
    Event second = say(plain, "once", "hello", r -> r.clientToken(token));
    assertThat(second.eventId()).isEqualTo(first.eventId());
    assertThat(heard(plain, "once", r -> {})).hasSize(1);
  }

  @Test
  void a_deleted_event_is_gone() {
    Event event = say(plain, "deleted", "oops");
    data.deleteEvent(
        r -> r.memoryId(plain).actorId("anna").sessionId("deleted").eventId(event.eventId()));
    assertThat(heard(plain, "deleted", r -> {})).isEmpty();
    assertThatThrownBy(
            () ->
                data.getEvent(
                    r ->
                        r.memoryId(plain)
                            .actorId("anna")
                            .sessionId("deleted")
                            .eventId(event.eventId())))
        .isInstanceOf(ResourceNotFoundException.class);
  }

  @Test
  void actors_and_sessions_are_listed_page_by_page() {
    String memory = create(r -> {}).id();
    for (int i = 0; i < 5; i++) {
      String session = "s" + i;
      say(memory, session, "hello");
      say(memory, session, "hello", r -> r.actorId("b" + session));
    }
    assertThat(data.listActorsPaginator(r -> r.memoryId(memory).maxResults(2)).actorSummaries())
        .extracting("actorId")
        .containsExactly("anna", "bs0", "bs1", "bs2", "bs3", "bs4");
    assertThat(
            data.listSessionsPaginator(r -> r.memoryId(memory).actorId("anna").maxResults(2))
                .sessionSummaries())
        .extracting("sessionId")
        .containsExactly("s4", "s3", "s2", "s1", "s0");
  }

  @Test
  void records_are_created_found_changed_and_deleted() {
    String memory = create(r -> {}).id();
    List<String> ids =
        data
            .batchCreateMemoryRecords(
                r ->
                    r.memoryId(memory)
                        .records(
                            a ->
                                a.requestIdentifier("a")
                                    .namespaces("/hotels/1")
                                    .timestamp(Instant.now())
                                    .content(c -> c.text("The Adlon stands beside the gate.")),
                            b ->
                                b.requestIdentifier("b")
                                    .namespaces("/hotels/10")
                                    .timestamp(Instant.now())
                                    .content(c -> c.text("The hostel has a garden."))))
            .successfulRecords()
            .stream()
            .map(record -> record.memoryRecordId())
            .toList();
    assertThat(ids).hasSize(2).allMatch(id -> id.length() == 40);
    assertThat(
            data.getMemoryRecord(r -> r.memoryId(memory).memoryRecordId(ids.getFirst()))
                .memoryRecord()
                .content()
                .text())
        .contains("Adlon");
    assertThat(search(memory, "/hotels", "which one has a garden", r -> {}))
        .first()
        .satisfies(found -> assertThat(found.content().text()).contains("hostel"));
    // A namespace ends where its segment ends.
    assertThat(search(memory, "/hotels/1", "garden", r -> {}))
        .extracting(MemoryRecordSummary::memoryRecordId)
        .containsExactly(ids.getFirst());
    assertThat(
            data.batchUpdateMemoryRecords(
                    r ->
                        r.memoryId(memory)
                            .records(
                                u ->
                                    u.memoryRecordId(ids.getLast())
                                        .timestamp(Instant.now())
                                        .content(c -> c.text("The hostel burnt down."))))
                .successfulRecords())
        .hasSize(1);
    assertThat(search(memory, "/hotels", "hostel", r -> {}).getFirst().content().text())
        .isEqualTo("The hostel burnt down.");

    data.deleteMemoryRecord(r -> r.memoryId(memory).memoryRecordId(ids.getFirst()));
    var rest =
        data.batchDeleteMemoryRecords(
            r ->
                r.memoryId(memory)
                    .records(
                        d -> d.memoryRecordId(ids.getFirst()),
                        d -> d.memoryRecordId(ids.getLast())));
    assertThat(rest.failedRecords()).hasSize(1);
    assertThat(rest.successfulRecords()).hasSize(1);
    assertThat(
            data.listMemoryRecords(r -> r.memoryId(memory).namespace("/")).memoryRecordSummaries())
        .isEmpty();
  }

  private static List<MemoryRecordSummary> search(
      String memory,
      String namespace,
      String question,
      Consumer<RetrieveMemoryRecordsRequest.Builder> with) {
    return data.retrieveMemoryRecords(
            r ->
                with.accept(
                    r.memoryId(memory)
                        .namespace(namespace)
                        .searchCriteria(c -> c.searchQuery(question).topK(5))))
        .memoryRecordSummaries();
  }

  @Test
  void what_is_said_becomes_a_record_and_what_is_said_later_replaces_it() {
    String memory = create(r -> r.memoryStrategies(facts("/facts/{actorId}"))).id();
    say(memory, "first", "Hello! I live in Berlin.");
    Platform.await(() -> known(memory).contains("The user lives in Berlin."));
    say(memory, "second", "I moved to Oslo.");
    Platform.await(() -> known(memory).equals(List.of("The user lives in Oslo.")));
    assertThat(PLATFORM.json("/cadre/v1/memory/" + memory + "/lag").path("waiting").asInt())
        .isZero();
    assertThat(data.listMemoryExtractionJobs(r -> r.memoryId(memory)).jobs()).isEmpty();
  }

  private static List<String> known(String memory) {
    return data
        .listMemoryRecords(r -> r.memoryId(memory).namespace("/facts/anna"))
        .memoryRecordSummaries()
        .stream()
        .map(record -> record.content().text())
        .toList();
  }

  @Test
  void refusals_are_typed() {
    assertThatThrownBy(() -> say("nothing-0123456789", "s", "hello"))
        .isInstanceOf(ResourceNotFoundException.class);
    ValidationException refusal =
        catchThrowableOfType(
            ValidationException.class, () -> say(plain, "s", "hello", r -> r.actorId("a b")));
    assertThat(refusal.fieldList().getFirst().name()).isEqualTo("actorId");
    assertThatThrownBy(
            () ->
                data.getMemoryRecord(
                    r -> r.memoryId(plain).memoryRecordId("mem-" + UUID.randomUUID())))
        .isInstanceOf(ResourceNotFoundException.class);
    assertThatThrownBy(
            () ->
                data.startMemoryExtractionJob(
                    r -> r.memoryId(plain).extractionJob(j -> j.jobId("x"))))
        .isInstanceOf(ResourceNotFoundException.class);
    assertThatThrownBy(() -> say(plain, "s", "half \uD83D of a pair"))
        .isInstanceOf(Exception.class);
  }
}
