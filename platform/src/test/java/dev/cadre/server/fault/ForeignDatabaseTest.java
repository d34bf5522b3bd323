package dev.cadre.server.fault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cadre.store.TestDatabase;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --database-url}: a server that is not the platform's own, and outlives it. */
final class ForeignDatabaseTest {
  @TempDir Path root;

  @Test
  void a_killed_platform_finds_its_agents_and_sessions_again_in_a_database_of_anothers()
      throws IOException, InterruptedException {
    Path state = root.resolve("state");
    String session = Caller.newSession();
    String arn;
    try (TestDatabase server = TestDatabase.fresh()) {
      server.database().update("create database bare template template0");
      String[] foreign = {"--database-url", url(server)};
      try (Platform first = Platform.up(state, foreign)) {
        var caller = new Caller(first.url());
        arn = caller.deploy("lasting", "");
        assertCounted(caller, arn, session, 1);
        first.kill();
      }
      try (Platform second = Platform.up(state, foreign)) {
        assertThat(Left.agents(state)).as("orphaned agents").isEmpty();
        assertThat(Left.databases(state)).as("database servers of its own").isEmpty();
        var caller = new Caller(second.url());
        assertThat(caller.session("lasting", session).path("state").asString()).isEqualTo("IDLE");
        assertCounted(caller, arn, session, 2);
      }
      server.database().update("drop database bare with (force)");
    }
  }

  private static void assertCounted(Caller caller, String arn, String session, int count)
      throws IOException, InterruptedException {
    HttpResponse<String> answer = caller.ask(arn, session, "count");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(Caller.json(answer).path("count").asInt()).isEqualTo(count);
  }

  private static String url(TestDatabase server) {
    String place = server.url().replaceFirst("^jdbc:postgresql://", "");
    return "postgresql://%s:%s@%s/bare"
        .formatted(
            TestDatabase.user(),
            URLEncoder.encode(TestDatabase.password(), UTF_8),
            place.substring(0, place.lastIndexOf('/')));
  }
}
