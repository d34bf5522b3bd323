package dev.cadre.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MemoryCommandTest extends CommandLineTest {
  private static final String PEOPLE = "GET /cadre/v1/memory/people";
  private static final String FORGET = "POST /cadre/v1/memory/people/forget";

  @BeforeEach
  void aMemory() {
    platform.onJson(
        PEOPLE,
        """
        {"id":"people-0123456789","name":"people","status":"ACTIVE","eventExpiryDays":30,"actors":1,"sessions":2,
        "events":3,"records":4,"extraction":{"waiting":0,"failed":0,"oldestSeconds":0},"strategies":[
        {"id":"facts-0123456789","name":"facts","type":"SEMANTIC","namespace":"/facts/{actorId}/"}]}\
        """);
  }

  @Test
  void create_sends_strategies_as_the_api_has_them() {
    platform.onJson("POST /memories/create", "{\"memory\":{\"id\":\"people-0123456789\"}}");
    assertThat(run("memory", "create", "people", "--strategy", "semantic=/facts/{actorId}/"))
        .isZero();
    assertThat(out()).isEqualTo("people-0123456789\n");
    assertThat(platform.last("POST /memories/create").text())
        .isEqualTo(
            "{\"name\":\"people\",\"eventExpiryDuration\":30,\"memoryStrategies\":["
                + "{\"semanticMemoryStrategy\":{\"name\":\"semantic\","
                + "\"namespaces\":[\"/facts/{actorId}/\"]}}]}");
  }

  @Test
  void create_refuses_a_strategy_and_an_age_that_there_are_not() {
    assertThat(run("memory", "create", "people", "--strategy", "magic")).isEqualTo(2);
    assertThat(err()).contains("none of semantic, summary, preference, episodic");
    assertThat(run("memory", "create", "people", "--days", "2")).isEqualTo(2);
    assertThat(platform.seen()).isEmpty();
  }

  @Test
  void show_tells_sizes_and_strategies() {
    assertThat(run("memory", "show", "people")).isZero();
    assertThat(out()).contains("events      3", "/facts/{actorId}/", "0 waiting, 0 failed");
  }

  @Test
  void events_go_from_actors_to_sessions_to_what_was_said() {
    String inside = "POST /memories/people-0123456789";
    platform.onJson(inside + "/actors", "{\"actorSummaries\":[{\"actorId\":\"anna\"}]}");
    platform.onJson(
        inside + "/actor/anna/sessions",
        "{\"sessionSummaries\":[{\"sessionId\":\"s 1\",\"createdAt\":1767323045.5}]}");
    platform.onJson(
        inside + "/actor/anna/sessions/s%201",
        """
        {"events":[{"eventId":"0000001#a","eventTimestamp":1767323045.5,"payload":[
        {"conversational":{"role":"USER","content":{"text":"I like\\ntea"}}}]}]}\
        """);
    assertThat(run("memory", "events", "people")).isZero();
    assertThat(run("memory", "events", "people", "--actor", "anna")).isZero();
    assertThat(run("memory", "events", "people", "--actor", "anna", "-s", "s 1")).isZero();
    assertThat(out()).contains("anna\n", "2026-01-02T03:04:05Z", "USER: I like tea");
    assertThat(run("memory", "events", "people", "-s", "s 1")).isEqualTo(2);
  }

  @Test
  void search_shows_the_best_first_and_says_when_nothing_is_known() {
    String retrieve = "POST /memories/people-0123456789/retrieve";
    platform.onJson(
        retrieve,
        """
        {"memoryRecordSummaries":[{"memoryRecordId":"mem-1","content":{"text":"Likes tea"},"namespaces":["/f/anna"],
        "score":0.876}]}\
        """,
        "{\"memoryRecordSummaries\":[]}");
    assertThat(run("memory", "search", "people", "drink", "--namespace", "/f/", "--top", "3"))
        .isZero();
    assertThat(out()).contains("0.88", "/f/anna", "Likes tea");
    assertThat(platform.last(retrieve).text()).contains("\"topK\":3", "\"namespacePath\":\"/f/\"");
    assertThat(run("memory", "search", "people", "drink")).isZero();
    assertThat(err()).contains("nothing is known of it");
  }

  @Test
  void add_makes_an_event_or_a_record_and_never_guesses_which() {
    String events = "POST /memories/people-0123456789/events";
    String records = "POST /memories/people-0123456789/memoryRecords/batchCreate";
    platform.onJson(events, "{\"event\":{\"eventId\":\"0000001#a\"}}");
    platform.onJson(
        records,
        "{\"successfulRecords\":[{\"memoryRecordId\":\"mem-1\"}],\"failedRecords\":[]}",
        "{\"successfulRecords\":[],\"failedRecords\":[{\"errorMessage\":\"too long\"}]}");
    assertThat(run("memory", "add", "people", "I like tea", "--actor", "anna", "-s", "s")).isZero();
    assertThat(run("memory", "add", "people", "Open", "--namespace", "/shop")).isZero();
    assertThat(out()).isEqualTo("0000001#a\nmem-1\n");
    assertThat(run("memory", "add", "people", "Open", "--namespace", "/shop")).isEqualTo(1);
    assertThat(err()).contains("too long");
    assertThat(run("memory", "add", "people", "x", "--actor", "anna")).isEqualTo(2);
    assertThat(run("memory", "add", "people", "x")).isEqualTo(2);
  }

  @Test
  void forget_asks_unless_confirmed_and_fails_when_something_is_left() {
    platform.onJson(
        FORGET,
        "{\"found\":{\"events\":3}}",
        "{\"found\":{\"events\":3},\"left\":{\"events\":0},\"verified\":true}",
        "{\"found\":{\"events\":3}}",
        "{\"found\":{\"events\":3},\"left\":{\"events\":1},\"verified\":false}");
    assertThat(run("memory", "forget", "people", "--actor", "anna", "--confirm")).isZero();
    assertThat(out()).isEqualTo("forgotten: 3 events\n");
    assertThat(run("memory", "forget", "people", "--actor", "anna", "--confirm")).isEqualTo(1);
    assertThat(err()).contains("not all is gone: 1 events are left");
  }

  @Test
  void what_cannot_be_undone_is_not_done_when_nobody_can_be_asked() {
    platform.onJson(FORGET, "{\"found\":{\"events\":3}}");
    assertThat(run("memory", "forget", "people", "--actor", "anna")).isEqualTo(2);
    assertThat(run("memory", "delete", "people")).isEqualTo(2);
    assertThat(err()).contains("give --confirm");
    assertThat(platform.seen())
        .noneMatch(seen -> seen.line().startsWith("DELETE"))
        .filteredOn(seen -> seen.line().equals(FORGET))
        .allMatch(seen -> seen.text().contains("\"dryRun\":true"));
  }

  @Test
  void export_writes_a_new_file_that_import_sends_back(@TempDir Path folder) throws IOException {
    String lines = "{\"event\":1}\n{\"record\":2}\n";
    platform.on(PEOPLE + "/export", StandInPlatform.text(200, "application/x-ndjson", lines));
    String imported = "POST /cadre/v1/memory/people/import";
    platform.onJson(imported, "{\"events\":1,\"records\":1}");
    Path file = folder.resolve("people.jsonl");
    assertThat(run("memory", "export", "people", file.toString())).isZero();
    assertThat(Files.readString(file)).isEqualTo(lines);
    assertThat(run("memory", "export", "people", file.toString())).isEqualTo(2);
    assertThat(run("memory", "export", "people")).isZero();
    assertThat(out()).isEqualTo(lines);
    assertThat(run("memory", "import", "people", file.toString())).isZero();
    assertThat(platform.last(imported).text()).isEqualTo(lines);
    assertThat(err()).contains("imported 1 events and 1 records");
  }
}
