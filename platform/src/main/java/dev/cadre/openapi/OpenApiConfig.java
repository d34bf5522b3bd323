package dev.cadre.openapi;

import java.time.Duration;

/**
 * What holds for calls of APIs.
 *
 * @param limit from the call to the last byte of its answer, redirects included
 * @param maxAnswer in bytes; AWS allows 6 MB
 */
public record OpenApiConfig(Duration limit, int maxAnswer) {

  public static OpenApiConfig defaults() {
    return new OpenApiConfig(Duration.ofSeconds(60), 6 * 1024 * 1024);
  }
}
