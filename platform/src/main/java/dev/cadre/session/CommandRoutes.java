package dev.cadre.session;

import dev.cadre.agent.Deployment;
import dev.cadre.fault.Fault;
import dev.cadre.http.EventStream;
import dev.cadre.http.Exchange;
import dev.cadre.http.Routes;
import dev.cadre.id.SessionId;
import dev.cadre.json.Json;
import dev.cadre.worker.CommandOutput;
import dev.cadre.worker.CommandResult;
import io.opentelemetry.api.trace.Span;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * InvokeAgentRuntimeCommand: a shell command in a session's sandbox, its output as an event stream.
 */
final class CommandRoutes {
  private static final int DEFAULT_SECONDS = 300;
  private static final int MAX_SECONDS = 3600;

  private final RuntimeRoutes runtime;
  private final Sessions sessions;

  CommandRoutes(RuntimeRoutes runtime, Sessions sessions) {
    this.runtime = runtime;
    this.sessions = sessions;
  }

  void bind(Routes routes) {
    routes.aws("bedrock-agentcore", "InvokeAgentRuntimeCommand", this::run);
  }

  private @Nullable JsonNode run(Exchange exchange, ObjectNode input) throws Exception {
    Deployment deployment = runtime.deployment(exchange);
    SessionId session = runtime.session(exchange);
    String command = input.path("body").path("command").asString();
    int seconds = input.path("body").path("timeout").asInt(DEFAULT_SECONDS);
    if (seconds < 1 || seconds > MAX_SECONDS) {
      throw new Fault.Invalid(
          "body.timeout is " + seconds + "; it must be 1 to " + MAX_SECONDS + " seconds");
    }
    String traceId = Span.fromContext(exchange.trace()).getSpanContext().getTraceId();
    String user = exchange.header(AgentHeaders.USER).orElse(null);
    Sessions.Caller caller =
        new Sessions.Caller(
            exchange.principal().name(), user, traceId, exchange.principal().origin());
    try (Lease lease = sessions.enter(deployment, session, caller)) {
      exchange.responseHeader(AgentHeaders.SESSION, session.value());
      try (OutputStream out = exchange.stream(200, EventStream.CONTENT_TYPE)) {
        EventStream events = new EventStream(out);
        stream(lease, command, Duration.ofSeconds(seconds), events);
      }
    }
    return null;
  }

  private static void stream(Lease lease, String command, Duration limit, EventStream events)
      throws IOException, InterruptedException {
    events.event("chunk", chunk("contentStart", Json.object()));
    CommandResult result;
    try {
      result = lease.worker().run(command, limit, output(events));
    } catch (UncheckedIOException clientIsGone) {
      throw clientIsGone.getCause();
    } catch (Fault e) {
      events.exception("runtimeClientError", Json.object().put("message", e.getMessage()));
      return;
    }
    ObjectNode stop = Json.object();
    switch (result) {
      case CommandResult.Completed(int code) ->
          stop.put("exitCode", code).put("status", "COMPLETED");
      case CommandResult.TimedOut() -> stop.put("exitCode", -1).put("status", "TIMED_OUT");
    }
    events.event("chunk", chunk("contentStop", stop));
  }

  private static CommandOutput output(EventStream events) {
    return new CommandOutput() {
      private final Utf8 stdout = new Utf8();
      private final Utf8 stderr = new Utf8();

      @Override
      public void stdout(byte[] bytes) {
        send("stdout", stdout.decode(bytes));
      }

      @Override
      public void stderr(byte[] bytes) {
        send("stderr", stderr.decode(bytes));
      }

      private void send(String stream, String text) {
        try {
          if (!text.isEmpty()) {
            events.event("chunk", chunk("contentDelta", Json.object().put(stream, text)));
          }
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    };
  }

  private static ObjectNode chunk(String member, ObjectNode value) {
    ObjectNode chunk = Json.object();
    chunk.set(member, value);
    return chunk;
  }
}
