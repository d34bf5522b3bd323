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

/** A plain HTTP request as a turn of an agent, and its answer in the form that the system gives. */
final class AskRoute {
  private static final Logger LOG = System.getLogger(AskRoute.class.getName());

  private final LoadedSystem system;
  private final Does.Ask ask;
  private final RouteMeans means;

  AskRoute(LoadedSystem system, Does.Ask ask, RouteMeans means) {
    this.system = system;
    this.ask = ask;
    this.means = means;
  }

  void whole(Exchange exchange) throws IOException, InterruptedException {
    Asked asked = read(exchange);
    TurnFacts facts = facts(asked);
    TurnEvent last = means.calls().call(call(exchange, asked), facts::add);
    exchange.json(200, answer(facts, last));
  }

  void streamed(Exchange exchange) throws IOException, InterruptedException {
    Asked asked = read(exchange);
    TurnFacts facts = facts(asked);
    TurnLines lines = new TurnLines(exchange);
    lines.line("processing_started", Json.object().put("session_id", asked.session()));
    TurnSink both =
        event -> {
          facts.add(event);
          lines.accept(event);
        };
    try {
      TurnEvent last = means.calls().call(call(exchange, asked), both);
      lines.line("processing_complete", Json.object().set("data", answer(facts, last)));
    } catch (Fault e) {
      lines.line(
          "error", Json.object().put("message", e.getMessage()).put("retriable", e.retriable()));
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "a route of " + system.name() + " broke", e);
      lines.line(
          "error",
          Json.object()
              .put("message", "the platform failed; its log says why")
              .put("retriable", true));
    }
  }

  private Asked read(Exchange exchange) throws IOException, InterruptedException {
    system.requireReady();
    return Asked.read(exchange, ask.fields(), means.objects().uploads());
  }

  private TurnFacts facts(Asked asked) {
    return new TurnFacts(ask.agent(), asked.session(), asked.person());
  }

  private AgentCall call(Exchange exchange, Asked asked) {
    return new AgentCall(
        ask.agent(),
        null,
        Asked.session(system.name(), ask.agent(), asked.person(), asked.session()),
        asked.input(),
        new Caller(exchange.principal().name(), null, null, asked.person(), 0, exchange.trace()));
  }

  private JsonNode answer(TurnFacts facts, TurnEvent last) {
    return AnswerTemplate.filled(ask.answer(), facts.of(last));
  }
}
