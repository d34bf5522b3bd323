package echo;

import dev.cadre.sdk.AgentApp;
import dev.cadre.sdk.Payload;
import dev.cadre.sdk.RequestContext;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says what it was told, whole or word by word. */
final class Echo {
  private Echo() {}

  public static void main(String[] args) throws IOException {
    agent().run(args);
  }

  static AgentApp agent() {
    return AgentApp.create().entrypoint(Echo::answer);
  }

  private static Object answer(Payload payload, RequestContext context) {
    String prompt = payload.text("prompt", "");
    if (payload.flag("stream")) {
      return Arrays.stream(prompt.split(" "));
    }
    Map<String, @Nullable Object> answer = new LinkedHashMap<>();
    answer.put("message", "You said: " + prompt);
    answer.put("session", context.sessionId());
    return answer;
  }
}
