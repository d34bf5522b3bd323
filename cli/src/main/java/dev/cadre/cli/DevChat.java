package dev.cadre.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A conversation with an agent whose file is watched: what is saved answers next. */
final class DevChat {
  private static final Duration LOOK = Duration.ofMillis(300);

  private final Surroundings surroundings;
  private final Terminal terminal;
  private final Platform platform;
  private final Path path;

  /** Held while a turn is shown or the agent is deployed: one of them at a time. */
  private final ReentrantLock busy = new ReentrantLock();

  private String deployed = "";
  private Agents.@Nullable Agent agent;
  private String session = newSession();
  private String told = "";
  private volatile boolean over;

  DevChat(Surroundings surroundings, Platform platform, Path path) {
    this.surroundings = surroundings;
    this.terminal = surroundings.terminal();
    this.platform = platform;
    this.path = path;
  }

  /** Until the end of the input; the process's exit code. */
  int run() {
    deploy(DeclaredFile.at(path));
    terminal.note("watching " + path + "; /reset begins anew, /quit ends");
    Thread watch = Thread.ofVirtual().name("watch").start(this::watch);
    try {
      for (String line = prompted(); line != null; line = prompted()) {
        String said = line.strip();
        switch (said) {
          case "" -> {}
          case "/quit", "/exit" -> {
            return Exit.OK.code();
          }
          case "/reset" -> {
            session = newSession();
            terminal.note("a new conversation");
          }
          default -> guarded(() -> turn(said));
        }
      }
      return Exit.OK.code();
    } finally {
      over = true;
      watch.interrupt();
    }
  }

  private @Nullable String prompted() {
    if (terminal.interactive()) {
      terminal.err().print("> ");
      terminal.err().flush();
    }
    return terminal.line();
  }

  private void watch() {
    while (!over) {
      try {
        surroundings.pause().pause(LOOK);
      } catch (InterruptedException e) {
        return;
      }
      guarded(this::look);
    }
  }

  private void look() {
    DeclaredFile now = DeclaredFile.at(path);
    if (!now.text().equals(deployed)) {
      terminal.note("");
      deploy(now);
      endSession();
    }
  }

  /** What goes wrong is told; the next save or the next line may do better. */
  private void guarded(Runnable work) {
    busy.lock();
    try {
      work.run();
    } catch (Failure e) {
      // A file that is wrong is looked at again and again, and told of once.
      if (!e.said().equals(told)) {
        terminal.note("cadre: " + e.said());
      }
      told = e.said();
    } finally {
      busy.unlock();
    }
  }

  private void deploy(DeclaredFile file) {
    deployed = file.text();
    told = "";
    agent = new Deployment(surroundings, platform).declared(file.name() + "_dev", file.text());
    terminal.note("version " + agent.version() + " of " + agent.name() + " answers now");
  }

  /** A session stays with its version; its conversation does not. */
  private void endSession() {
    try {
      platform.delete(
          "/cadre/v1/sessions/" + Platform.segment(known().id()) + "/" + Platform.segment(session));
    } catch (Failure nothingToEnd) {
      if (nothingToEnd.exit() != Exit.NOT_FOUND) {
        throw nothingToEnd;
      }
    }
  }

  private Agents.Agent known() {
    if (agent == null) {
      throw new IllegalStateException("nothing is deployed yet");
    }
    return agent;
  }

  private void turn(String text) {
    told = "";
    look();
    var printer = new TurnPrinter(terminal);
    Map<String, String> headers =
        Map.of(
            "Content-Type",
            "application/json",
            "Accept",
            "text/event-stream",
            SessionIds.HEADER,
            session);
    byte[] payload = Json.bytes(Json.object().put("prompt", text));
    Answer answer = platform.stream("POST", known().dataPath() + "/invocations", headers, payload);
    try (InputStream events = answer.body()) {
      new ServerSentEvents(printer::accept).read(events);
    } catch (IOException e) {
      throw platform.unreachable(e);
    }
    for (List<JsonNode> calls = printer.awaitsApproval(); !calls.isEmpty(); ) {
      calls = decided(calls);
    }
  }

  /** Asks for each call and goes on; the calls that wait after that. */
  private List<JsonNode> decided(List<JsonNode> calls) {
    JsonNode call = calls.getFirst();
    String question =
        "allow "
            + Json.string(call, "tool")
            + " "
            + Terminal.plain(Json.text(call.path("arguments")))
            + "?";
    boolean allowed = terminal.confirm(question);
    var printer = new TurnPrinter(terminal);
    new Approvals(platform).decide(known().id(), session, List.of(call), allowed, null, printer);
    return printer.awaitsApproval();
  }

  private static String newSession() {
    return "dev-" + UUID.randomUUID();
  }
}
