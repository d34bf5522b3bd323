package dev.cadre.http;

/**
 * Answers one request. A thrown {@link dev.cadre.fault.Fault} becomes the protocol's error
 * response.
 */
@FunctionalInterface
public interface Handler {
  void handle(Exchange exchange) throws Exception;
}
