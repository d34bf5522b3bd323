package dev.cadre.system;

import dev.cadre.fault.Fault;
import dev.cadre.harness.TurnEvent;
import dev.cadre.harness.TurnSink;
import dev.cadre.http.Exchange;
import dev.cadre.json.Json;
import dev.cadre.model.Caller;
import dev.cadre.session.AgentCall;
import dev.cadre.system.RouteEntry.Does;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A plain HTTP request as a turn of an agent, and its answer in the form that the system gives. */
final class AskRoute {
  private static final Logger LOG = System.getLogger(AskRoute.class.getName());

  private final LoadedSystem system;
  private final Does.Ask ask;
  private final RouteMeans means;
  private final OpenStreams streams;

  AskRoute(LoadedSystem system, Does.Ask ask, RouteMeans means, OpenStreams streams) {
    this.system = system;
    this.ask = ask;
    this.means = means;
    this.streams = streams;
  }

  void whole(Exchange exchange) throws IOException, InterruptedException {
    Asked asked = read(exchange);
    TurnFacts facts = facts(asked);
    TurnEvent last = means.calls().call(call(exchange, asked), facts::add);
    exchange.json(200, AnswerTemplate.filled(ask.answer(), facts.of(last)));
  }

  /** The turn as it goes. */
  void streamed(Exchange exchange) throws IOException, InterruptedException {
    Asked asked = read(exchange);
    JsonLines out = new JsonLines(exchange);
    stream(exchange, asked, out, new TurnLines(out, asked.bound() > 0));
  }

  /** The answer as it is written. */
  void tokens(Exchange exchange) throws IOException, InterruptedException {
    Asked asked = read(exchange);
    JsonLines out = new JsonLines(exchange);
    stream(exchange, asked, out, new TokenLines(out, asked.bound() > 0));
  }

  private void stream(Exchange exchange, Asked asked, JsonLines out, RouteLines lines)
      throws IOException, InterruptedException {
    TurnFacts facts = facts(asked);
    RouteLines.Names names = lines.names();
    TurnSink both =
        event -> {
          facts.add(event);
          lines.accept(event);
        };
    try (OpenStreams.Open _ = streams.open()) {
      out.line(names.started(), Json.object().put("session_id", asked.session()));
      TurnEvent last = means.calls().call(call(exchange, asked), both);
      ObjectNode known = facts.of(last);
      lines.whole(known.path("text").asString(""));
      JsonNode answer = AnswerTemplate.filled(ask.answer(), known);
      out.line(names.complete(), Json.object().set("data", answer));
    } catch (Fault e) {
      broke(out, names, String.valueOf(e.getMessage()), e.retriable());
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "a route of " + system.name() + " broke", e);
      broke(out, names, "the platform failed; its log says why", true);
    }
  }

  private static void broke(JsonLines out, RouteLines.Names names, String why, boolean retriable)
      throws IOException {
    out.line(names.error(), Json.object().put("message", why).put("retriable", retriable));
  }

  private Asked read(Exchange exchange) throws IOException, InterruptedException {
    system.requireReady();
    return Asked.read(exchange, ask.fields(), means.objects().uploads());
  }

  private TurnFacts facts(Asked asked) {
    return new TurnFacts(ask.agent(), asked.session(), asked.person(), asked.bound());
  }

  private AgentCall call(Exchange exchange, Asked asked) {
    return new AgentCall(
        ask.agent(),
        null,
        Asked.session(system.name(), ask.agent(), asked.person(), asked.session()),
        asked.input(),
        new Caller(exchange.principal().name(), null, null, asked.person(), 0, exchange.trace()));
  }
}
