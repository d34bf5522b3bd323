package dev.cadre.tool;

import dev.cadre.json.Json;
import dev.cadre.model.ToolSpec;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What time it is, anywhere; what it will be, and how long until then. */
final class CurrentTime implements Tool {
  private static final ToolSpec SPEC =
      new ToolSpec(
          "current_time",
          "Tells the current date and time, in a time zone. Adds or subtracts a duration, and tells"
              + " how long it is until another date.",
          Schemas.of(
              """
              {
                "type": "object",
                "properties": {
                  "zone": {
                    "type": "string",
                    "description": "An IANA time zone, its city or an offset, such as Europe/Paris, Tokyo or +02:00. Default: UTC"
                  },
                  "from": {
                    "type": "string",
                    "description": "A date or date-time in ISO 8601 to begin with. Default: now"
                  },
                  "add": {
                    "type": "string",
                    "description": "An ISO 8601 duration to add, such as P3D, PT90M, P1M or -P1W"
                  },
                  "until": {
                    "type": "string",
                    "description": "A date or date-time in ISO 8601 to count the time to"
                  }
                },
                "additionalProperties": false
              }
              """));

  private final InstantSource clock;

  CurrentTime(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public ToolSpec spec() {
    return SPEC;
  }

  @Override
  public ToolOutcome call(ToolInvocation invocation) {
    JsonNode arguments = invocation.arguments();
    try {
      ZoneId zone = zone(arguments.path("zone").asString("UTC"));
      ZonedDateTime time = ZonedDateTime.ofInstant(clock.instant(), zone);
      if (arguments.has("from")) {
        time = point(arguments.path("from").asString(), zone);
      }
      if (arguments.has("add")) {
        time = later(time, arguments.path("add").asString());
      }
      ObjectNode answer = described(time, zone);
      if (arguments.has("until")) {
        answer.set("until", until(time, point(arguments.path("until").asString(), zone)));
      }
      return ToolOutcome.Answered.json(answer);
    } catch (DateTimeException | ArithmeticException e) {
      return new ToolOutcome.Failed(
          "That is no time: "
              + e.getMessage()
              + ". A zone is written Europe/Paris or +02:00, a time 2026-03-31T18:30, a duration"
              + " P3D or PT90M.");
    }
  }

  /** By its id, its offset, or the city its id ends in, in any case. */
  private static ZoneId zone(String text) {
    try {
      return ZoneId.of(text);
    } catch (DateTimeException noId) {
      String city = "/" + text.strip().replace(' ', '_').toLowerCase(Locale.ROOT);
      return ZoneId.getAvailableZoneIds().stream()
          .filter(id -> id.toLowerCase(Locale.ROOT).endsWith(city))
          .min(Comparator.naturalOrder())
          .map(ZoneId::of)
          .orElseThrow(() -> noId);
    }
  }

  private static ZonedDateTime point(String text, ZoneId zone) {
    try {
      return OffsetDateTime.parse(text).atZoneSameInstant(zone);
    } catch (DateTimeException withoutOffset) {
      return text.contains("T")
          ? LocalDateTime.parse(text).atZone(zone)
          : LocalDate.parse(text).atStartOfDay(zone);
    }
  }

  /** A period counts in days of the calendar, a duration in hours that pass. */
  private static ZonedDateTime later(ZonedDateTime time, String text) {
    int t = text.indexOf('T');
    if (t < 0) {
      return time.plus(Period.parse(text));
    }
    String sign = text.startsWith("-") ? "-" : "";
    String days = text.substring(0, t);
    ZonedDateTime moved = days.endsWith("P") ? time : time.plus(Period.parse(days));
    return moved.plus(Duration.parse(sign + "P" + text.substring(t)));
  }

  private static ObjectNode described(ZonedDateTime time, ZoneId zone) {
    return Json.object()
        .put(
            "time",
            time.truncatedTo(ChronoUnit.SECONDS).format(DateTimeFormatter.ISO_OFFSET_DATE_TIME))
        .put("date", time.toLocalDate().toString())
        .put("weekday", time.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH))
        .put("zone", zone.getId())
        .put("unix", time.toEpochSecond());
  }

  private static ObjectNode until(ZonedDateTime from, ZonedDateTime to) {
    Duration between = Duration.between(from, to);
    return Json.object()
        .put("calendarDays", ChronoUnit.DAYS.between(from.toLocalDate(), to.toLocalDate()))
        .put("days", between.toDays())
        .put("hours", between.toHoursPart())
        .put("minutes", between.toMinutesPart())
        .put("seconds", between.toSecondsPart());
  }
}
