package dev.cadre.sdk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Runs the entrypoint for one request, and turns what it returns or throws into the answer. */
final class Invocations {
  private final Entrypoint entrypoint;
  private final Health health;

  Invocations(Entrypoint entrypoint, Health health) {
    this.entrypoint = entrypoint;
    this.health = health;
  }

  void answer(RequestHead head, byte[] body, Response response) throws IOException {
    RequestContext context =
        new RequestContext(head.headers(), head.query(), health, () -> SseStream.open(response));
    Payload payload = new Payload(body, head.headers().get("content-type"));
    try {
      if (payload.claimsJson()) {
        var _ = payload.json();
      }
      show(entrypoint.answer(payload, context), context, response);
    } catch (Exception | LinkageError | StackOverflowError failure) {
      fail(failure, context, response);
    }
    if (context.openedStream() instanceof SseStream open) {
      open.end();
    }
  }

  private static void show(@Nullable Object value, RequestContext context, Response response)
      throws IOException {
    EventStream open = context.openedStream();
    if (value instanceof Stream<?> elements) {
      try (elements) {
        sendAll(elements.iterator(), context.stream());
      }
    } else if (value instanceof Iterator<?> elements) {
      sendAll(elements, context.stream());
    } else if (open != null) {
      if (value != null) {
        open.send(value);
      }
    } else if (value instanceof Reply reply) {
      response.send(reply.status(), reply.contentType(), reply.body());
    } else if (value instanceof byte[] bytes) {
      response.send(200, "application/octet-stream", bytes);
    } else {
      response.send(200, Json.CONTENT_TYPE, Json.bytes(value));
    }
  }

  static void sendAll(Iterator<?> elements, EventStream stream) {
    while (elements.hasNext()) {
      stream.send(elements.next());
    }
  }

  private static void fail(Throwable failure, RequestContext context, Response response)
      throws IOException {
    if (response.broken()) {
      throw new IOException("the client left before its answer was complete", failure);
    }
    EventStream open = context.openedStream();
    if (failure instanceof MalformedJsonException malformed && !response.started()) {
      byte[] body = Response.errorBody("Invalid JSON", malformed.reason());
      response.send(400, Json.CONTENT_TYPE, body);
    } else if (failure instanceof Refusal refusal && !response.started()) {
      response.sendError(refusal.status(), refusal.reason());
    } else {
      report(failure);
      if (!response.started()) {
        response.sendError(500, messageOf(failure));
      } else if (open != null) {
        sendLast(open, failure);
      }
    }
  }

  /** The event that the official Python package ends a failed stream with. */
  static void sendLast(EventStream open, Throwable failure) throws IOException {
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("error", messageOf(failure));
    event.put("error_type", failure.getClass().getSimpleName());
    event.put("message", "An error occurred during streaming");
    try {
      open.send(event);
    } catch (UncheckedIOException gone) {
      throw gone.getCause();
    }
  }

  /** Standard error is where the platform takes an agent's log from. */
  static void report(Throwable failure) {
    failure.printStackTrace();
  }

  static String messageOf(Throwable failure) {
    String message = failure.getMessage();
    return message == null ? failure.getClass().getName() : message;
  }
}
