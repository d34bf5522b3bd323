package dev.cadre.mcp;

import dev.cadre.credential.Outbound;
import dev.cadre.json.Json;
import dev.cadre.telemetry.TraceContext;
import io.opentelemetry.context.Context;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.LongNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes the HTTP requests that an era's messages to one server are carried in. */
final class WireRequests {
  static final String EVENTS = "text/event-stream";
  private static final Duration NOTICE_LIMIT = Duration.ofSeconds(30);

  private final URI url;

  WireRequests(URI url) {
    this.url = url;
  }

  /** The body of a request, with what its era adds to the call's parameters. */
  static byte[] body(Era how, ClientCall call, long id) {
    return Json.bytes(
        new RpcMessage.Request(LongNode.valueOf(id), call.method(), said(how, call, id)).toJson());
  }

  /** The parameters with what this era adds to them; those of the call stay as they are. */
  private static ObjectNode said(Era how, ClientCall call, long id) {
    ObjectNode params = Json.object();
    params.setAll(call.params());
    ObjectNode meta = McpMethods.object(call.params(), "_meta").deepCopy();
    if (call.caller() != null) {
      meta.put("progressToken", id);
    }
    if (how instanceof Era.Stateless) {
      meta.put(Meta.VERSION, McpVersion.V2026_07_28.toString());
      meta.set(Meta.CAPABILITIES, Handshake.capabilities(call.caller() != null));
      meta.set(Meta.CLIENT, Handshake.info());
      if (call.caller() != null) {
        meta.put(Meta.LOG_LEVEL, McpCall.LogLevel.DEBUG.wire());
      }
    }
    if (!meta.isEmpty()) {
      params.set("_meta", meta);
    }
    return params;
  }

  HttpRequest post(Era how, ClientCall call, byte[] body, Outbound.Proof proof) {
    HttpRequest.Builder request = head(how, call.limit(), call.trace(), proof);
    if (how instanceof Era.Stateless) {
      request.setHeader(Headers.METHOD, call.method());
      Headers.named(call.method(), call.params())
          .ifPresent(name -> request.setHeader(Headers.NAME, Headers.encode(name)));
      call.headers().forEach(request::setHeader);
    }
    return request.POST(HttpRequest.BodyPublishers.ofByteArray(body)).build();
  }

  /** What has no answer. */
  HttpRequest notice(Era how, ObjectNode message, Outbound.Proof proof) {
    return head(how, NOTICE_LIMIT, Context.root(), proof)
        .POST(HttpRequest.BodyPublishers.ofByteArray(Json.bytes(message)))
        .build();
  }

  /**
   * A stream of events.
   *
   * @param last the event to go on after; null for what comes from now on
   */
  HttpRequest stream(Era how, ClientCall call, @Nullable String last, Outbound.Proof proof) {
    HttpRequest.Builder request =
        head(how, call.limit(), call.trace(), proof).setHeader("Accept", EVENTS);
    if (last != null) {
      request.setHeader("Last-Event-ID", last);
    }
    return request.GET().build();
  }

  HttpRequest end(Era.Session session, Outbound.Proof proof) {
    return head(session, NOTICE_LIMIT, Context.root(), proof)
        .method("DELETE", HttpRequest.BodyPublishers.noBody())
        .build();
  }

  private HttpRequest.Builder head(Era how, Duration limit, Context trace, Outbound.Proof proof) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(with(proof.query()))
            .timeout(limit)
            .header("Content-Type", "application/json")
            .header("Accept", "application/json, text/event-stream");
    proof.headers().forEach(request::setHeader);
    TraceContext.write(trace, request::setHeader);
    switch (how) {
      case Era.Stateless _ -> request.setHeader(Headers.VERSION, McpVersion.V2026_07_28.toString());
      case Era.Session(String session, String version) -> {
        request.setHeader(Headers.VERSION, version);
        if (session != null) {
          request.setHeader(Headers.SESSION, session);
        }
      }
    }
    return request;
  }

  private URI with(Map<String, String> query) {
    if (query.isEmpty()) {
      return url;
    }
    StringBuilder whole = new StringBuilder(url.toString());
    char joint = url.getRawQuery() == null ? '?' : '&';
    for (Map.Entry<String, String> parameter : query.entrySet()) {
      whole
          .append(joint)
          .append(encoded(parameter.getKey()))
          .append('=')
          .append(encoded(parameter.getValue()));
      joint = '&';
    }
    return URI.create(whole.toString());
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
