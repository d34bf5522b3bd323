package dev.cadre.toolkit;

import dev.cadre.config.Nearest;
import dev.cadre.fault.Fault;
import dev.cadre.http.HttpCall;
import dev.cadre.mcp.McpTools;
import dev.cadre.tool.Tool;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The MCP servers known here by name: those the platform serves, and those elsewhere. Whether one
 * is well is found out when somebody asks, and kept for a moment. Thread-safe.
 */
public final class Fleet {
  private static final Duration LIMIT = Duration.ofSeconds(4);
  private static final Duration KEPT = Duration.ofSeconds(15);

  private final Map<String, Member> members = new TreeMap<>();
  private final Map<String, Status> known = new ConcurrentHashMap<>();
  private final Clients clients;
  private final HttpClient http;
  private final InstantSource clock;

  /** Makes, or has, a client of the server at an address. */
  @FunctionalInterface
  public interface Clients {
    McpTools at(URI url);
  }

  /** A server of the fleet. */
  public sealed interface Member {
    URI url();

    record Here(URI url, Serving serving) implements Member {}

    record Elsewhere(URI url, @Nullable URI health) implements Member {}
  }

  /**
   * How a server is.
   *
   * @param trouble null when it is well
   */
  public record Status(String name, Member member, @Nullable String trouble, Instant at) {}

  public Fleet(Map<String, Member> members, Clients clients, HttpClient http, InstantSource clock) {
    this.members.putAll(members);
    this.clients = clients;
    this.http = http;
    this.clock = clock;
  }

  /**
   * The tools of one server.
   *
   * @throws Fault.Invalid when nobody has that name, naming the nearest
   * @throws Fault.Unavailable when a server elsewhere does not answer
   */
  public List<Tool> tools(String name) throws InterruptedException {
    return switch (members.get(name)) {
      case Member.Here(URI _, Serving serving) -> serving.tools();
      case Member.Elsewhere(URI url, URI _) -> clients.at(url).tools();
      case null -> throw unknown(name);
    };
  }

  private Fault unknown(String name) {
    String remedy =
        Nearest.to(name, members.keySet())
            .map(near -> "did you mean '" + near + "'?")
            .orElse(
                members.isEmpty()
                    ? "the configuration names none under servers or registry"
                    : "there are " + String.join(", ", members.keySet()));
    return new Fault.Invalid("there is no MCP server '" + name + "' here; " + remedy);
  }

  /** All servers by name, those asked lately as they were then. */
  public List<Status> statuses() throws InterruptedException {
    List<String> names = List.copyOf(members.keySet());
    List<Status> statuses = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Status>> asked =
          threads.invokeAll(
              names.stream().map(name -> (Callable<Status>) () -> status(name)).toList(),
              LIMIT.toMillis(),
              TimeUnit.MILLISECONDS);
      for (int i = 0; i < names.size(); i++) {
        statuses.add(outcome(names.get(i), asked.get(i)));
      }
    }
    return statuses;
  }

  private Status outcome(String name, Future<Status> asked) throws InterruptedException {
    try {
      return asked.get();
    } catch (CancellationException late) {
      return keep(name, "it did not answer within " + LIMIT.toSeconds() + " s");
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      return keep(name, String.valueOf(cause.getMessage()));
    }
  }

  private Status status(String name) throws InterruptedException {
    Status before = known.get(name);
    if (before != null && clock.instant().isBefore(before.at().plus(KEPT))) {
      return before;
    }
    return keep(name, trouble(member(name)));
  }

  private Member member(String name) {
    Member member = members.get(name);
    if (member == null) {
      throw unknown(name);
    }
    return member;
  }

  private Status keep(String name, @Nullable String trouble) {
    Status status = new Status(name, member(name), trouble, clock.instant());
    known.put(name, status);
    return status;
  }

  private @Nullable String trouble(Member member) throws InterruptedException {
    return switch (member) {
      case Member.Here(URI _, Serving serving) -> serving.probe().trouble();
      case Member.Elsewhere(URI _, URI health) when health != null -> answers(health);
      case Member.Elsewhere(URI url, URI _) -> lists(url);
    };
  }

  private @Nullable String lists(URI url) throws InterruptedException {
    try {
      var _ = clients.at(url).tools();
      return null;
    } catch (Fault e) {
      return e.getMessage();
    }
  }

  private @Nullable String answers(URI health) throws InterruptedException {
    try {
      HttpResponse<InputStream> response =
          HttpCall.send(http, HttpRequest.newBuilder(health).timeout(LIMIT).build());
      response.body().close();
      int status = response.statusCode();
      return status < 400 ? null : health + " answered " + status;
    } catch (IOException e) {
      return health + " cannot be reached";
    }
  }
}
