package dev.cadre.toolkit.custom;

import dev.cadre.fault.Fault;
import dev.cadre.model.ToolSpec;
import dev.cadre.tool.Schemas;
import dev.cadre.tool.Tool;
import dev.cadre.tool.ToolInvocation;
import dev.cadre.tool.ToolOutcome;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The weather in a city. An answer serves again for a while; when the service does not answer, an
 * older answer stands in, then typical weather, and each says that it does.
 */
final class GetWeather implements Tool {
  private static final int MAX_CACHED = 500;
  private static final Pattern CITY = Pattern.compile("[\\p{L}\\p{M}\\p{N} .,'()-]{1,100}");
  private static final ToolSpec SPEC =
      new ToolSpec(
          "get_weather",
          "Tells the weather in a city now and the forecast for three days. 'source' says whether"
              + " it was measured now, is from a moment ago, or is only typical for the city.",
          Schemas.of(
              """
              {
                "type": "object",
                "properties": {
                  "city": {
                    "type": "string",
                    "minLength": 1,
                    "maxLength": 100,
                    "description": "A city, with its country where there are several: London, Paris Texas"
                  }
                },
                "required": ["city"],
                "additionalProperties": false
              }
              """));

  private final WeatherService service;
  private final InstantSource clock;
  private final Duration ttl;
  private final @Nullable TypicalWeather typical;
  private final Map<String, Kept> cache = new Cache();

  GetWeather(WeatherService service, InstantSource clock, Duration ttl, boolean offline) {
    this.service = service;
    this.clock = clock;
    this.ttl = ttl;
    this.typical = offline ? TypicalWeather.load() : null;
  }

  private record Kept(ObjectNode weather, Instant at) {}

  @Override
  public ToolSpec spec() {
    return SPEC;
  }

  @Override
  public ToolOutcome call(ToolInvocation invocation) throws InterruptedException {
    String city = invocation.arguments().path("city").asString("").strip();
    if (!CITY.matcher(city).matches()) {
      return new ToolOutcome.Failed("'" + city + "' is no city's name; write letters only.");
    }
    String key = city.toLowerCase(Locale.ROOT);
    Kept kept = kept(key);
    if (kept != null && age(kept).compareTo(ttl) < 0) {
      return told(kept, "cache");
    }
    try {
      Kept fresh = new Kept(service.weather(city), clock.instant());
      keep(key, fresh);
      return told(fresh, "live");
    } catch (Fault.NotFound e) {
      return new ToolOutcome.Failed(e.getMessage() + ".");
    } catch (Fault.Unavailable e) {
      return standIn(city, kept, String.valueOf(e.getMessage()));
    }
  }

  private ToolOutcome standIn(String city, @Nullable Kept kept, String why) {
    if (kept != null) {
      ObjectNode old = kept.weather().deepCopy();
      old.put("note", "This is old, because " + why + ".");
      return told(new Kept(old, kept.at()), "stale cache");
    }
    ObjectNode recorded = typical == null ? null : typical.of(city).orElse(null);
    if (recorded == null) {
      return new ToolOutcome.Failed(
          "The weather in " + city + " is not known now: " + why + ". Try again later.");
    }
    recorded.put("source", "offline record").put("live", false);
    recorded.put(
        "note",
        "NOT the weather now: "
            + why
            + ", so these are typical values of the year, recorded in this program.");
    return ToolOutcome.Answered.json(recorded);
  }

  private ToolOutcome told(Kept kept, String source) {
    ObjectNode answer = kept.weather().deepCopy();
    answer.put("source", source).put("live", !source.equals("stale cache"));
    answer.put("age_seconds", age(kept).toSeconds());
    return ToolOutcome.Answered.json(answer);
  }

  private Duration age(Kept kept) {
    return Duration.between(kept.at(), clock.instant());
  }

  private @Nullable Kept kept(String key) {
    synchronized (cache) {
      return cache.get(key);
    }
  }

  private void keep(String key, Kept fresh) {
    synchronized (cache) {
      cache.put(key, fresh);
    }
  }

  /** The least recently used goes first. */
  private static final class Cache extends LinkedHashMap<String, Kept> {
    private static final long serialVersionUID = 1L;

    Cache() {
      super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Kept> eldest) {
      return size() > MAX_CACHED;
    }
  }
}
