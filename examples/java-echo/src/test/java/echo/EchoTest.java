package echo;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;

final class EchoTest {
  @Test
  void the_prompt_comes_back() throws Exception {
    assertThat(invoke("{\"prompt\": \"hi\"}"))
        .isEqualTo("{\"message\": \"You said: hi\", \"session\": \"s-1\"}");
  }

  @Test
  void words_are_streamed_when_asked_for() throws Exception {
    assertThat(invoke("{\"prompt\": \"hi there\", \"stream\": true}"))
        .isEqualTo("data: \"hi\"\n\ndata: \"there\"\n\n");
  }

  private static String invoke(String payload) throws Exception {
    try (var agent = Echo.agent().start(0);
        var client = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + agent.port() + "/invocations"))
              .header("Content-Type", "application/json")
              .header("X-Amzn-Bedrock-AgentCore-Runtime-Session-Id", "s-1")
              .POST(BodyPublishers.ofString(payload));
      return client.send(request.build(), BodyHandlers.ofString()).body();
    }
  }
}
