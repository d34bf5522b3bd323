package dev.cadre.toolkit.custom;

import dev.cadre.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What the weather of some large cities is over the year, rounded: for work without a network. */
final class TypicalWeather {
  private static final String RECORD = "typical-weather.json";

  private final JsonNode cities;

  private TypicalWeather(JsonNode cities) {
    this.cities = cities;
  }

  static TypicalWeather load() {
    try (InputStream in = TypicalWeather.class.getResourceAsStream(RECORD)) {
      if (in == null) {
        throw new IllegalStateException(RECORD + " is missing from the program");
      }
      return new TypicalWeather(Json.parse(in.readAllBytes()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A copy for the caller to add to; {@code city} in any case, with or without its country. */
  Optional<ObjectNode> of(String city) {
    String name = city.split(",", 2)[0].strip().toLowerCase(Locale.ROOT);
    if (cities.get(name) instanceof ObjectNode found) {
      ObjectNode weather = Json.object().put("city", city);
      weather.setAll(found.deepCopy());
      return Optional.of(weather);
    }
    return Optional.empty();
  }
}
