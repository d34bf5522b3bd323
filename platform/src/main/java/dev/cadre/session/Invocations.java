package dev.cadre.session;

import dev.cadre.agent.Deployment;
import dev.cadre.agent.Protocol;
import dev.cadre.fault.Fault;
import dev.cadre.http.Exchange;
import dev.cadre.http.Principal;
import dev.cadre.id.SessionId;
import dev.cadre.time.Timer;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Carries one request to its session's agent and the answer back, bytes as they are. */
final class Invocations {
  private static final String EVENTS = "text/event-stream";

  private final Entrance entrance;
  private final AgentClient agents;
  private final AgentTokens tokens;
  private final SessionMetrics metrics;
  private final InstantSource clock;
  private final Timer timer;
  private final SessionConfig config;

  Invocations(
      Entrance entrance,
      AgentClient agents,
      AgentTokens tokens,
      SessionMetrics metrics,
      InstantSource clock,
      Timer timer,
      SessionConfig config) {
    this.entrance = entrance;
    this.agents = agents;
    this.tokens = tokens;
    this.metrics = metrics;
    this.clock = clock;
    this.timer = timer;
    this.config = config;
  }

  /**
   * What is asked of an agent.
   *
   * @param path on the agent's server
   * @param length of {@code body} in bytes, -1 when not known
   */
  record Call(
      Deployment deployment,
      SessionId session,
      @Nullable String user,
      String method,
      String path,
      InputStream body,
      long length) {}

  /**
   * Who sends a request, and with what.
   *
   * @param principal its name
   * @param origin where the work comes from
   * @param headers by lower-case name
   * @param token with which the agent fetches credentials
   */
  record Sender(
      String principal,
      Principal.Origin origin,
      Map<String, List<String>> headers,
      String token,
      Context trace) {}

  /** Answers the exchange with the agent's answer. */
  void forward(Exchange exchange, Call call) throws IOException, InterruptedException {
    try (InFlight flight = begin(exchange, call)) {
      AgentAnswer answer = flight.answer();
      AgentHeaders.toCaller(exchange, answer, call.session(), flight.trace());
      String type = answer.header("Content-Type");
      boolean events = type != null && type.toLowerCase(Locale.ROOT).startsWith(EVENTS);
      if (events) {
        answer.limit(config.streamLimit());
      }
      copy(exchange, flight, type == null ? "application/octet-stream" : type, events);
      flight.succeeded();
    }
  }

  private void copy(Exchange exchange, InFlight flight, String type, boolean events)
      throws IOException {
    AgentAnswer answer = flight.answer();
    // Comments between events make the answer longer than its agent says.
    long length = events ? -1 : answer.length();
    Span span = entrance.stage("copy_answer", flight.trace());
    try (OutputStream out = exchange.stream(answer.status(), type, length)) {
      if (events) {
        Heartbeat.copyEvents(
            answer.body(), out, clock, timer, config.heartbeat(), flight::lastWord);
      } else {
        Heartbeat.copyBytes(answer.body(), out, length);
      }
    } catch (IOException | RuntimeException e) {
      span.setStatus(StatusCode.ERROR, e.getClass().getSimpleName());
      throw e;
    } finally {
      span.end();
    }
  }

  /** Enters the session, sends the request and waits for the answer's head. */
  InFlight begin(Exchange exchange, Call call) throws IOException, InterruptedException {
    String token = tokens.of(call.deployment().id(), call.user(), exchange.principal());
    return begin(
        new Sender(
            exchange.principal().name(),
            exchange.principal().origin(),
            exchange.head().headers(),
            token,
            exchange.trace()),
        call);
  }

  /** As {@link #begin(Exchange, Call)}, of a request that the platform itself makes. */
  InFlight begin(Sender sender, Call call) throws IOException, InterruptedException {
    Deployment deployment = call.deployment();
    Span span = entrance.invocation(sender.trace(), deployment, call.session());
    InFlight flight = new InFlight(deployment, sender.trace(), span, metrics);
    try {
      Lease lease =
          entrance.enter(
              sender.principal(),
              sender.origin(),
              sender.trace(),
              deployment,
              call.session(),
              call.user(),
              span);
      flight.entered(lease);
      flight.answers(send(sender, call, lease, flight.trace()));
      return flight;
    } catch (IOException | InterruptedException | RuntimeException e) {
      flight.failed(e);
      flight.close();
      throw e;
    }
  }

  private AgentAnswer send(Sender sender, Call call, Lease lease, Context trace)
      throws IOException, InterruptedException {
    Workers.Worker worker = lease.worker();
    Set<String> allowed = new HashSet<>();
    call.deployment().headerAllowList().forEach(name -> allowed.add(name.toLowerCase(Locale.ROOT)));
    List<Map.Entry<String, String>> headers =
        AgentHeaders.toAgent(
            sender.headers(),
            call.session(),
            UUID.randomUUID().toString(),
            allowed,
            sender.token(),
            trace);
    Duration limit = limit(sender);
    AgentAnswer answer;
    try {
      answer =
          agents.send(
              address(worker),
              new AgentClient.Outgoing(
                  call.method(), call.path(), headers, call.body(), call.length()),
              limit);
    } catch (AgentClient.BodyBroken e) {
      throw e.why();
    } catch (TimeoutException e) {
      throw Failures.tooSlow(worker, limit);
    } catch (IOException e) {
      throw Failures.broken(lease.session(), worker, e);
    }
    if (refusal(call.deployment().protocol(), answer.status())) {
      try (answer) {
        throw Failures.refused(worker, answer);
      }
    }
    return answer;
  }

  private static Target address(Workers.Worker worker) {
    Target target = worker.target();
    if (target == null) {
      throw new IllegalStateException("nothing is sent to an agent that runs in the platform");
    }
    return target;
  }

  /** How long the whole exchange may take, by what the caller is ready to read. */
  private Duration limit(Sender sender) {
    boolean stream =
        sender.headers().getOrDefault("accept", List.of()).stream()
            .anyMatch(accept -> accept.contains(EVENTS));
    return stream ? config.streamLimit() : config.plainLimit();
  }

  /**
   * MCP and A2A say with their status what their clients must see: a 404 there is an expired
   * protocol session.
   */
  private static boolean refusal(Protocol protocol, int status) {
    boolean success = status >= 200 && status < 300;
    return switch (protocol) {
      case HTTP, AGUI -> !success;
      case MCP, A2A -> status >= 500 || status < 200;
    };
  }

  /** A body that must be shorter than the API's limit for payloads. */
  static void requireLength(Exchange exchange, long limit) {
    long length = exchange.header("content-length").map(Long::parseLong).orElse(-1L);
    if (length > limit) {
      throw new Fault.Invalid(
          "the payload has " + length + " bytes; at most " + limit + " are allowed");
    }
  }
}
