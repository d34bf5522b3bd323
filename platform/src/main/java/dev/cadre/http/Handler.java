package dev.cadre.http;

import dev.cadre.fault.Fault;
import java.util.Map;

/** Answers one request. A thrown {@link Fault} becomes the protocol's error response. */
@FunctionalInterface
public interface Handler {
  void handle(Exchange exchange) throws Exception;

  /** The error response of this route's protocol, for a fault before any response began. */
  default ErrorAnswer refusal(Fault fault) {
    return ErrorAnswer.of(fault, Map.of());
  }
}
