package dev.cadre.sdk;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code --local-test PAYLOAD}: one invocation with no server, its answer on standard output. */
final class LocalTest {
  private final Entrypoint entrypoint;
  private final Health health;
  private final PrintStream out;

  LocalTest(Entrypoint entrypoint, Health health, PrintStream out) {
    this.entrypoint = entrypoint;
    this.health = health;
    this.out = out;
  }

  /**
   * Runs the entrypoint on a payload.
   *
   * @return the exit code: 0, or 1 when the entrypoint failed or the payload isn't JSON
   */
  int run(String json) {
    EventStream lines = new Lines();
    RequestContext context = new RequestContext(new Headers(), null, health, () -> lines);
    Payload payload = new Payload(json.getBytes(StandardCharsets.UTF_8), Json.CONTENT_TYPE);
    try {
      var _ = payload.json();
      return print(entrypoint.answer(payload, context), context);
    } catch (MalformedJsonException malformed) {
      System.err.println("the payload is not JSON: " + malformed.reason());
    } catch (Refusal refusal) {
      System.err.println("refused with status " + refusal.status() + ": " + refusal.reason());
    } catch (Exception | LinkageError | StackOverflowError failure) {
      Invocations.report(failure);
    }
    return 1;
  }

  private int print(@Nullable Object value, RequestContext context) {
    if (value instanceof Stream<?> elements) {
      try (elements) {
        Invocations.sendAll(elements.iterator(), context.stream());
      }
    } else if (value instanceof Iterator<?> elements) {
      Invocations.sendAll(elements, context.stream());
    } else if (value instanceof Reply reply) {
      printBytes(reply.body());
      return reply.status() < 400 ? 0 : 1;
    } else if (value instanceof byte[] bytes) {
      printBytes(bytes);
    } else if (value != null || context.openedStream() == null) {
      printBytes(Json.bytes(value));
    }
    return 0;
  }

  private void printBytes(byte[] bytes) {
    out.write(bytes, 0, bytes.length);
    out.println();
    out.flush();
  }

  /** Each event on a line of its own, as it comes. */
  private final class Lines implements EventStream {
    @Override
    public void send(@Nullable Object value) {
      printBytes(Json.bytes(value));
    }

    @Override
    public void send(String event, @Nullable Object value) {
      printBytes((event + ": " + Json.write(value)).getBytes(StandardCharsets.UTF_8));
    }
  }
}
