package dev.cadre.openapi;

import dev.cadre.http.Destinations;
import java.time.Duration;

/**
 * What holds for calls of APIs.
 *
 * @param limit from the call to the last byte of its answer, redirects included
 * @param maxAnswer in bytes; AWS allows 6 MB
 * @param destinations where APIs may be
 */
public record OpenApiConfig(Duration limit, int maxAnswer, Destinations destinations) {

  public static OpenApiConfig defaults(Destinations destinations) {
    return new OpenApiConfig(Duration.ofSeconds(60), 6 * 1024 * 1024, destinations);
  }
}
