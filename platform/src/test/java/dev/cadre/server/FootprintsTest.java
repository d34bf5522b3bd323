package dev.cadre.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cadre.credential.AuthorizationConfig;
import dev.cadre.credential.CredentialConfig;
import dev.cadre.credential.CredentialFeature;
import dev.cadre.id.IdSource;
import dev.cadre.identity.Vault;
import dev.cadre.model.ModelFeature;
import dev.cadre.model.ModelsConfig;
import dev.cadre.store.Database;
import dev.cadre.store.TestDatabase;
import dev.cadre.store.Traces;
import dev.cadre.telemetry.Metrics;
import dev.cadre.telemetry.Telemetry;
import dev.cadre.telemetry.TelemetryConfig;
import dev.cadre.time.Timer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is forgotten leaves no trace outside of memories either. */
final class FootprintsTest {
  /** Memories have their own way; what is left of these tables names nobody. */
  private static final Set<String> NOT_MEANT =
      Set.of(
          "memory_session",
          "memory_source",
          // Files are taken away by whoever sent them, with their rows.
          "object_upload");

  private final TestDatabase test = TestDatabase.fresh();
  private final Database database = test.database();
  private final HttpClient http = HttpClient.newHttpClient();
  private List<Traces> places = List.of();

  /** Nothing is timed here. */
  private static final class Still implements Timer {
    @Override
    public Cancellable after(Duration delay, Runnable work) {
      return () -> {};
    }

    @Override
    public Cancellable every(Duration period, Runnable work) {
      return () -> {};
    }
  }

  @BeforeEach
  void fill(@TempDir Path folder) throws IOException {
    for (String day : List.of("spans", "worker_logs")) {
      database.update("create table %1$s_all partition of %1$s default".formatted(day));
    }
    places = places(folder);
    for (String[] who :
        new String[][] {{"anna", "annas-session", "11"}, {"ben", "bens-session", "22"}}) {
      fill(who[0], who[1], "00000000-0000-0000-0000-0000000000" + who[2]);
    }
  }

  private List<Traces> places(Path folder) throws IOException {
    Clock clock = Clock.systemUTC();
    Timer timer = new Still();
    SecureRandom random = new SecureRandom();
    Metrics metrics = new Metrics();
    Telemetry telemetry = new Telemetry(database, clock, timer, metrics, TelemetryConfig.DEFAULTS);
    ModelFeature models =
        new ModelFeature(
            database, clock, timer, random, telemetry, metrics, Map.of(), ModelsConfig.DEFAULTS);
    CredentialFeature credentials =
        new CredentialFeature(
            database,
            Vault.at(folder.resolve("key"), random),
            http,
            clock,
            new IdSource(random),
            token -> token,
            _ -> false,
            CredentialConfig.defaults("us-east-1", "123456789012", URI.create("http://x")),
            AuthorizationConfig.of(URI.create("http://127.0.0.1:7070"), null, Map.of()));
    return Footprints.of(database, telemetry, models, credentials);
  }

  private void fill(String person, String session, String id) {
    List.of(
            """
            insert into turn (id, agent, session, state, opens, node, incarnation, tenant, person, payer, input, started_at)
            values ('$id', 'a', '$session', 'ENDED', true, 'n', '$id', 't', '$person', '$session', '{"text":"$person says"}', now())
            """,
            "insert into turn_event values ('$id', 1, 'text', now(), '{\"text\":\"$person\"}')",
            "insert into conversation values ('a', '$session', now(), now(), 'about $person')",
            """
            insert into sessions (id, runtime_id, session_id, version, user_id, principal, state, worker_id, isolation,
              created_at, last_used_at, ended_at, idle_timeout_seconds, max_life_seconds)
            values ('$id', 'a', '$session', 1, '$person', 'p', 'ENDED', 'w', 'none', now(), now(), now(), 1, 1)
            """,
            """
            insert into model_usage values (now(), 't', 'a', '$session', 'p', 'm', 1, 1, 0, 0, 2, true, false, 'OK', 1)
            """,
            "insert into model_spend values ('2026-01-01', 't', 'a', '$session', 'p', 'm', 1, 1, 1,"
                + " 2)",
            "insert into key_value values ('a', '$session', 'name', '$person', now())",
            """
            insert into worker_logs (at, agent, version, session, stream, line)
            values (now(), 'a', '1', '$session', 'stdout', 'hello $person')
            """,
            """
            insert into spans values ('t', 's', null, 'n', 'SERVER', now(), now(), 1, 'OK', '', 'a', '$session',
              '{"user":"$person"}', '[]')
            """,
            """
            insert into a2a_task (id, agent, owner, context, session, person, hops, state, node, incarnation, created_at,
              status_at)
            values ('$id', 'a', 'o', 'c', '$session', '$person', 0, 'COMPLETED', 'n', '$id', now(), now())
            """,
            "insert into a2a_event values ('$id', 1, 'message', now(), '{\"text\":\"$person\"}')",
            "insert into toolkit_data values ('$person', 'k', 'v', 1, null)",
            """
            insert into credential_provider (kind, name, vendor, settings, secret_id, sealed_secret, revision, tags,
              created_at, updated_at)
            values ('OAUTH2', 'p', 'v', '{}', 's', 's', 1, '{}', now(), now()) on conflict do nothing
            """,
            """
            insert into user_authorization select '$id', seq, 'w', '$person', '', '$id', '', null, 'FAILED', now()
            from credential_provider
            """,
            """
            insert into user_token select seq, 'w', '$person', '', '', now() from credential_provider
            """)
        .forEach(
            insert ->
                database.update(
                    insert
                        .replace("$id", id)
                        .replace("$session", session)
                        .replace("$person", person)));
  }

  @AfterEach
  void end() {
    http.shutdownNow();
    test.close();
  }

  private List<String> rowsWith(String text) {
    return tablesWith("table_name is not null").stream()
        .flatMap(
            table ->
                database
                    .list(
                        "select t::text from %s t where t::text like ?".formatted(table),
                        row -> table + ": " + row.getString(1),
                        "%" + text + "%")
                    .stream())
        .toList();
  }

  private List<String> tablesWith(String condition) {
    return database.list(
        """
        select distinct c.table_name from information_schema.columns c
        join pg_class t on t.relname = c.table_name and not t.relispartition and t.relkind in ('r', 'p')
        where c.table_schema = 'public' and
        """
            + condition,
        row -> row.getString(1));
  }

  private Traces.Of anna() {
    Set<String> anna = Set.of("anna");
    return new Traces.Of(
        anna, Set.copyOf(places.stream().flatMap(place -> place.sessions(anna).stream()).toList()));
  }

  @Test
  void nothing_of_a_person_is_left_in_any_table_though_no_memory_knew_her() {
    Traces.Of anna = anna();
    assertThat(anna.sessions()).containsExactly("annas-session");
    assertThat(places).allSatisfy(place -> assertThat(place.count(anna)).isPositive());

    places.forEach(place -> place.forget(anna));

    assertThat(places).allSatisfy(place -> assertThat(place.count(anna)).isZero());
    assertThat(rowsWith("anna")).isEmpty();
    assertThat(rowsWith("ben")).hasSizeGreaterThan(10);
  }

  @Test
  void what_it_cost_stays() {
    places.forEach(place -> place.forget(anna()));
    places.forEach(place -> place.forget(anna()));

    assertThat(sum("select sum(cost) from model_spend")).isEqualTo(4);
    assertThat(sum("select sum(cost) from model_usage")).isEqualTo(4);
  }

  private int sum(String query) {
    return database.list(query, row -> row.getInt(1)).getFirst();
  }

  @Test
  void a_session_alone_leaves_its_persons_other_traces() {
    Traces.Of session = new Traces.Of(Set.of(), Set.of("annas-session"));

    places.forEach(place -> place.forget(session));

    assertThat(rowsWith("annas-session")).isEmpty();
    assertThat(rowsWith("anna")).allMatch(row -> row.matches("(toolkit|user)_.*"));
  }

  @Test
  void a_session_that_lives_stays_without_its_persons_name() {
    database.update("update sessions set ended_at = null where user_id = 'anna'");

    places.forEach(place -> place.forget(anna()));

    assertThat(sum("select count(*) from sessions where session_id = 'annas-session'")).isOne();
    assertThat(sum("select count(*) from sessions where user_id = 'anna'")).isZero();
  }

  /** A table that is new and names people or sessions has to be thought of. */
  @Test
  void every_table_that_names_people_or_sessions_is_known_here() {
    List<String> naming =
        tablesWith(
            "c.column_name in ('session', 'session_id', 'person', 'user_id', 'user_name', 'owner',"
                + " 'actor_id')");
    List<String> found = rowsWith("anna").stream().map(row -> row.split(":")[0]).toList();

    assertThat(naming)
        .filteredOn(table -> !NOT_MEANT.contains(table))
        .allSatisfy(table -> assertThat(found).contains(table));
  }
}
