package dev.cadre.toolkit.custom;

import dev.cadre.fault.Fault;
import dev.cadre.http.HttpCall;
import dev.cadre.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Asks a service that speaks wttr.in's {@code format=j1}. */
final class WeatherService {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final int MAX_ANSWER = 1 << 20;
  private static final int MAX_DAYS = 3;

  private final HttpClient http;
  private final URI base;

  WeatherService(HttpClient http, URI base) {
    this.http = http;
    this.base = base;
  }

  /**
   * The weather now and the days to come.
   *
   * @throws Fault.NotFound when the service knows no such place
   * @throws Fault.Unavailable when it does not answer, or not as wttr.in does
   */
  ObjectNode weather(String city) throws InterruptedException {
    // The service's path takes spaces as plus signs, which is what this encoding makes of them.
    String place = URLEncoder.encode(city, StandardCharsets.UTF_8);
    String root = base.toString().replaceAll("/+$", "");
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(root + "/" + place + "?format=j1"))
            .timeout(LIMIT)
            .header("Accept", "application/json")
            // Browsers get a page.
            .header("User-Agent", "curl/8")
            .build();
    try {
      HttpResponse<InputStream> response = HttpCall.send(http, request);
      try (InputStream body = response.body()) {
        byte[] bytes = body.readNBytes(MAX_ANSWER + 1);
        return read(city, response.statusCode(), bytes);
      }
    } catch (IOException e) {
      throw unavailable("could not be reached");
    }
  }

  private ObjectNode read(String city, int status, byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    if (status == 404 || text.startsWith("Unknown location")) {
      throw new Fault.NotFound(
          "the weather service knows no place '" + city + "'; try a larger city near it");
    }
    if (status != 200) {
      throw unavailable("answered " + status);
    }
    if (bytes.length > MAX_ANSWER) {
      throw unavailable("sent more than " + MAX_ANSWER + " bytes");
    }
    try {
      JsonNode answer = Json.parse(text);
      // The service wraps its answer in "data" at times.
      return told(city, answer.has("data") ? answer.path("data") : answer);
    } catch (Fault.Invalid e) {
      throw unavailable("did not answer with JSON");
    }
  }

  private ObjectNode told(String city, JsonNode answer) {
    JsonNode now = answer.path("current_condition").path(0);
    if (!now.has("temp_C")) {
      throw unavailable("told no current weather");
    }
    ObjectNode weather = Json.object().put("city", city);
    JsonNode area = answer.path("nearest_area").path(0);
    weather
        .put("place", value(area.path("areaName")))
        .put("country", value(area.path("country")))
        .put("observed", now.path("localObsDateTime").asString(""))
        .put("condition", value(now.path("weatherDesc")))
        .put("temperature_c", number(now, "temp_C"))
        .put("temperature_f", number(now, "temp_F"))
        .put("feels_like_c", number(now, "FeelsLikeC"))
        .put("humidity_percent", number(now, "humidity"))
        .put("wind_kmh", number(now, "windspeedKmph"))
        .put("wind_direction", now.path("winddir16Point").asString(""))
        .put("precipitation_mm", number(now, "precipMM"))
        .put("pressure_hpa", number(now, "pressure"))
        .put("cloud_percent", number(now, "cloudcover"));
    ArrayNode days = weather.putArray("forecast");
    for (JsonNode day : answer.path("weather")) {
      if (days.size() < MAX_DAYS) {
        days.addObject()
            .put("date", day.path("date").asString(""))
            .put("min_c", number(day, "mintempC"))
            .put("max_c", number(day, "maxtempC"))
            .put("condition", noon(day));
      }
    }
    return weather;
  }

  private static String noon(JsonNode day) {
    JsonNode hours = day.path("hourly");
    return value(hours.path(hours.size() / 2).path("weatherDesc"));
  }

  private static String value(JsonNode list) {
    return list.path(0).path("value").asString("").strip();
  }

  /** The service writes numbers as texts; null for what is none. */
  private static @Nullable Double number(JsonNode of, String name) {
    try {
      return Double.valueOf(of.path(name).asString(""));
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private Fault.Unavailable unavailable(String why) {
    return new Fault.Unavailable("the weather service at " + base.getHost() + " " + why);
  }
}
