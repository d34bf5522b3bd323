package dev.cadre.inference;

import dev.cadre.http.Exchange;
import dev.cadre.http.Principal;
import dev.cadre.model.Caller;
import dev.cadre.model.ModelException;
import dev.cadre.model.ModelRequest;
import dev.cadre.model.Models;
import dev.cadre.model.Reply;
import dev.cadre.model.ReplySink;
import dev.cadre.telemetry.TraceContext;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Calls of models on behalf of whoever made a request. Thread-safe. */
final class Calls {
  private final Models models;

  Calls(Models models) {
    this.models = models;
  }

  /** Takes a reply's parts as they come, and then its end. */
  interface Writer extends ReplySink {
    void end(Reply reply) throws IOException;

    /** The reply broke off after parts of it were sent. */
    void fail(Failure failure) throws IOException;
  }

  /** A whole reply. */
  Reply reply(Exchange exchange, ModelRequest request) throws InterruptedException {
    return models.reply(caller(exchange), request, ReplySink.NONE);
  }

  /**
   * Writes a reply as it comes. What fails before the writer has responded is thrown, so that it
   * gets a status of its own.
   */
  void stream(Exchange exchange, ModelRequest request, Writer writer)
      throws IOException, InterruptedException {
    try {
      writer.end(models.reply(caller(exchange), request, writer));
    } catch (ModelException e) {
      if (!exchange.responded()) {
        throw e;
      }
      writer.fail(Failure.of(e));
    } catch (UncheckedIOException clientIsGone) {
      throw clientIsGone.getCause();
    }
  }

  /** An estimate of the tokens that a request has. */
  int count(ModelRequest request) {
    return models.estimateTokens(request);
  }

  private static Caller caller(Exchange exchange) {
    Principal principal = exchange.principal();
    Principal.Session session = principal.session();
    if (session == null) {
      return new Caller(principal.name(), null, null, exchange.trace());
    }
    return new Caller(
        principal.name(),
        session.agent().value(),
        session.id() == null ? null : session.id().value(),
        principal.name(),
        session.origin().hops(),
        principal.payer(),
        trace(exchange, session));
  }

  /** The one the request names; else that of the invocation which the agent is answering. */
  private static Context trace(Exchange exchange, Principal.Session session) {
    Context named = TraceContext.read(name -> exchange.header(name).orElse(null));
    return known(named) || !known(session.trace()) ? exchange.trace() : session.trace();
  }

  private static boolean known(Context trace) {
    return Span.fromContext(trace).getSpanContext().isValid();
  }
}
