package dev.cadre.sdk;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Walks the path of an invocation once, in memory, before the JVM writes its AOT cache.
 *
 * <p>The platform makes the cache of an agent by starting it and asking {@code /ping}: it must not
 * invoke the author's code, which could cost or change something. So the classes that the first
 * invocation of each session needs would be missing from the cache. This walks them with an
 * entrypoint of its own.
 */
final class Rehearsal {
  private static final String REQUEST =
      """
      POST /invocations?a=b HTTP/1.1\r
      Host: localhost\r
      Content-Type: application/json\r
      Transfer-Encoding: chunked\r
      \r
      30\r
      {"text": "a\\u00e9\\n", "n": [1, 2.5, true, null]}\r
      0\r
      \r
      """;

  private Rehearsal() {}

  static void ifTraining() {
    String command = ProcessHandle.current().info().commandLine().orElse("");
    if (command.contains("-XX:AOTCacheOutput=") || command.contains("-XX:AOTMode=record")) {
      try {
        walk();
      } catch (IOException | BadRequest impossible) {
        System.err.println("the rehearsal for the AOT cache failed: " + impossible);
      }
    }
  }

  /** Walks the three ways of answering; true for each that came out as meant. */
  static List<Boolean> walk() throws IOException, BadRequest {
    String whole =
        answer((payload, context) -> Map.of("echo", payload.text("text", context.requestId())));
    String sent =
        answer(
            (payload, context) -> {
              context.stream().send(payload.json());
              return null;
            });
    String streamed = answer((_, _) -> Arrays.stream(new String[] {"a", "b"}).map(String::trim));
    return List.of(
        whole.endsWith("{\"echo\": \"aé\\n\"}"),
        sent.endsWith("true, null]}\n\n\r\n0\r\n\r\n"),
        streamed.endsWith("data: \"b\"\n\n\r\n0\r\n\r\n"));
  }

  private static String answer(Entrypoint entrypoint) throws IOException, BadRequest {
    Health health = new Health(InstantSource.system());
    Contract contract = new Contract(health, new Invocations(entrypoint, health), null);
    byte[] request = REQUEST.getBytes(StandardCharsets.ISO_8859_1);
    RequestReader reader =
        new RequestReader(new WireInput(new ByteArrayInputStream(request)), Limits.standard());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Response response = new Response(out);
    RequestHead head = reader.head();
    response.suit(head, true);
    contract.answer(head, reader.body(head, response), response);
    return out.toString(StandardCharsets.UTF_8);
  }
}
