package dev.cadre.surface;

import dev.cadre.fault.Fault;
import dev.cadre.harness.ConversationId;
import dev.cadre.harness.Conversations;
import dev.cadre.harness.History;
import dev.cadre.harness.Turns;
import dev.cadre.http.Exchange;
import dev.cadre.http.PageToken;
import dev.cadre.http.Routes;
import dev.cadre.json.Json;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The journal of declared agents, read: conversations, their turns, and what happened in a turn, in
 * the form in which it was streamed. A page that lost its connection, or is opened a week later,
 * shows from here what a client saw.
 */
public final class TurnRoutes {
  private static final int DEFAULT_PAGE = 50;
  private static final int MAX_PAGE = 200;
  private static final int MAX_EVENTS = 10_000;

  private final History history;
  private final Conversations conversations;
  private final Turns turns;

  public TurnRoutes(History history, Conversations conversations, Turns turns) {
    this.history = history;
    this.conversations = conversations;
    this.turns = turns;
  }

  /** Binds the stopping of turns to the first, what can be read to the second. */
  public void bind(Routes invoking, Routes operating) {
    invoking.add("POST", "/cadre/v1/turns/{turn}/cancel", this::cancel);
    operating
        .add("GET", "/cadre/v1/conversations", this::list)
        .add("GET", "/cadre/v1/conversations/{agent}/{session}", this::conversation)
        .add("GET", "/cadre/v1/turns", this::ofTrace)
        .add("GET", "/cadre/v1/turns/{turn}", this::turn)
        .add("GET", "/cadre/v1/turns/{turn}/events", this::events);
  }

  private void list(Exchange exchange) throws IOException {
    String agent = exchange.query("agent").orElse(null);
    String listing = "conversations " + agent;
    int limit = number(exchange, "maxResults", DEFAULT_PAGE, 1, MAX_PAGE);
    Optional<History.Position> after =
        exchange.query("nextToken").map(token -> position(PageToken.decode(listing, token)));
    List<History.Overview> page = history.conversations(agent, after.orElse(null), limit + 1);
    ObjectNode answer = Json.object();
    ArrayNode array = answer.putArray("conversations");
    page.stream().limit(limit).forEach(each -> array.add(TurnJson.of(each)));
    if (page.size() > limit) {
      answer.put("nextToken", PageToken.encode(listing, key(page.get(limit - 1))));
    }
    exchange.json(200, answer);
  }

  private static String key(History.Overview last) {
    ConversationId id = last.conversation();
    return last.lastTurnAt() + "\n" + id.agent() + "\n" + id.session();
  }

  private static History.Position position(String key) {
    String[] parts = key.split("\n", 3);
    return new History.Position(Instant.parse(parts[0]), new ConversationId(parts[1], parts[2]));
  }

  /** Newest first. */
  private void conversation(Exchange exchange) throws IOException {
    ConversationId id =
        new ConversationId(exchange.pathVariable("agent"), exchange.pathVariable("session"));
    int limit = number(exchange, "maxResults", DEFAULT_PAGE, 1, MAX_PAGE);
    long before = exchange.query("before").map(TurnRoutes::before).orElse(Long.MAX_VALUE);
    List<History.Line> page = history.turns(id, before, limit + 1);
    ObjectNode answer = turns(page.stream().limit(limit).toList());
    answer.put("more", page.size() > limit);
    exchange.json(200, answer);
  }

  private void ofTrace(Exchange exchange) throws IOException {
    String trace =
        exchange
            .query("trace")
            .orElseThrow(() -> new Fault.Invalid("say whose turns: trace=ID of a trace"));
    exchange.json(200, turns(history.ofTrace(trace, MAX_PAGE)));
  }

  private static ObjectNode turns(List<History.Line> lines) {
    ObjectNode answer = Json.object();
    ArrayNode array = answer.putArray("turns");
    lines.forEach(line -> array.add(TurnJson.of(line)));
    return answer;
  }

  private void turn(Exchange exchange) throws IOException {
    exchange.json(200, TurnJson.of(require(exchange)));
  }

  /** What happened after the event numbered {@code after}, and how the turn stands now. */
  private void events(Exchange exchange) throws IOException {
    History.Line line = require(exchange);
    int after = number(exchange, "after", -1, -1, Integer.MAX_VALUE);
    // A stream's last event sums up all before it, so that all are read, whichever are wanted.
    List<Conversations.Recorded> recorded =
        conversations.events(line.turn().id(), -1, MAX_EVENTS + 1);
    ObjectNode answer = Json.object();
    answer.set("turn", TurnJson.of(line));
    answer.put("truncated", recorded.size() > MAX_EVENTS);
    answer.set("events", TurnJson.events(recorded.stream().limit(MAX_EVENTS).toList(), after));
    exchange.json(200, answer);
  }

  private void cancel(Exchange exchange) throws IOException {
    History.Line line = require(exchange);
    exchange.json(202, Json.object().put("cancelled", turns.cancel(line.turn().conversation())));
  }

  private History.Line require(Exchange exchange) {
    String id = exchange.pathVariable("turn");
    return history
        .turn(id)
        .orElseThrow(
            () -> new Fault.NotFound("there is no turn " + id + "; it may have been forgotten"));
  }

  private static long before(String text) {
    if (!text.matches("[0-9]{1,18}")) {
      throw new Fault.Invalid("before '" + text + "' must be the number of a turn");
    }
    return Long.parseLong(text);
  }

  private static int number(Exchange exchange, String name, int otherwise, int least, int most) {
    String text = exchange.query(name).orElse(Integer.toString(otherwise));
    try {
      int number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException notANumber) {
      // Told below, as a number out of range is.
    }
    throw new Fault.Invalid(name + " '" + text + "' must be " + least + " to " + most);
  }
}
