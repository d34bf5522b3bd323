package dev.cadre.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cadre.credential.Challenge;
import dev.cadre.credential.Outbound;
import dev.cadre.fault.Fault;
import dev.cadre.http.ServerStandIn;
import java.net.http.HttpClient;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the client does when a server wants another proof. */
@Timeout(60)
final class WireProofTest {
  private static final String TOOLS =
      "{\"jsonrpc\":\"2.0\",\"id\":%d,\"result\":{\"resultType\":\"complete\",\"tools\":[]}}";
  private static final String KNOWN =
      """
      {"jsonrpc":"2.0","id":1,"result":{"resultType":"complete","supportedVersions":["2026-07-28"]}}\
      """;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ServerStandIn server = new ServerStandIn();
  private final List<Challenge> refusals = new ArrayList<>();

  @AfterEach
  void stop() {
    server.close();
    http.close();
  }

  private McpClient client(String... proofs) {
    Deque<String> next = new ArrayDeque<>(List.of(proofs));
    return new McpClient(
        http,
        server.address(),
        new Outbound() {
          @Override
          public Proof proof() {
            String first = next.peek();
            return new Proof(Map.of("Authorization", String.valueOf(first)), Map.of());
          }

          @Override
          public void refused(Proof refused, Challenge challenge) {
            refusals.add(challenge);
            if (next.size() > 1) {
              next.remove();
            }
            if ("nobody".equals(next.peek())) {
              throw new Fault.Unavailable("waits for consent");
            }
          }
        });
  }

  private void refuses(int status, String challenge) {
    server.then(new ServerStandIn.Answer(status, Map.of("WWW-Authenticate", challenge), "", false));
  }

  private String shown() throws InterruptedException {
    return server.asked().header("Authorization");
  }

  @Test
  void a_token_and_then_one_with_more_are_brought_with_the_same_request() throws Exception {
    refuses(401, "Bearer scope=a");
    refuses(403, "Bearer error=insufficient_scope, scope=\"a b\"");
    server.then(200, "application/json", KNOWN);
    server.then(200, "application/json", TOOLS.formatted(2));

    assertThat(client("none", "first", "second").tools()).isEmpty();

    assertThat(List.of(shown(), shown(), shown(), shown()))
        .containsExactly("none", "first", "second", "second");
    assertThat(refusals).extracting(Challenge::status).containsExactly(401, 403);
    assertThat(refusals.getLast().scopes()).containsExactly("a", "b");
  }

  @Test
  void a_server_that_is_never_content_is_asked_three_times() throws Exception {
    for (int i = 0; i < 6; i++) {
      refuses(401, "Bearer");
    }
    McpClient client = client("a", "b", "c", "d", "e", "f", "g");

    assertThatThrownBy(client::tools)
        .isInstanceOf(Fault.Unavailable.class)
        .hasMessageContaining("HTTP 401");

    // Once as a stateless server, once as one with sessions.
    assertThat(List.of(shown(), shown(), shown(), shown(), shown(), shown()))
        .containsExactly("a", "b", "c", "c", "d", "e");
    assertThat(server.idle()).isTrue();
  }

  @Test
  void what_somebody_has_to_do_first_is_told() throws Exception {
    refuses(401, "Bearer");
    McpClient client = client("none", "nobody");

    assertThatThrownBy(client::tools)
        .isInstanceOf(Fault.Unavailable.class)
        .hasMessage("waits for consent");
    assertThat(shown()).isEqualTo("none");
    assertThat(server.idle()).isTrue();
  }
}
