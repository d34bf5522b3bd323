package dev.cadre.inference;

import dev.cadre.fault.Fault;
import dev.cadre.http.ErrorAnswer;
import dev.cadre.http.Exchange;
import dev.cadre.http.Handler;
import dev.cadre.model.ModelException;
import java.io.IOException;

/** A route whose errors have OpenAI's form. */
record OpenAiRoute(Handler handler) implements Handler {
  @Override
  public void handle(Exchange exchange) throws Exception {
    try {
      handler.handle(exchange);
    } catch (ModelException e) {
      answer(exchange, Failure.of(e));
    }
  }

  private static void answer(Exchange exchange, Failure failure) throws IOException {
    switch (failure.fault()) {
      case Fault.Throttled throttled ->
          exchange.responseHeader(
              "Retry-After", Long.toString(Math.max(1, throttled.retryAfter().toSeconds())));
      // OpenAI's clients would try any 429 again.
      case Fault.QuotaExceeded _ -> exchange.responseHeader("x-should-retry", "false");
      default -> {}
    }
    ErrorAnswer error = OpenAiErrors.of(failure);
    exchange.json(error.status(), error.body());
  }

  @Override
  public ErrorAnswer refusal(Fault fault) {
    return OpenAiErrors.of(fault);
  }
}
