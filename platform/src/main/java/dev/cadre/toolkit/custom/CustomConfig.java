package dev.cadre.toolkit.custom;

import dev.cadre.config.Section;
import java.net.URI;
import java.time.Duration;

/**
 * Settings of the server.
 *
 * @param weatherUrl a service that answers as wttr.in does to {@code /CITY?format=j1}
 * @param weatherTtl how long an answer of it serves
 * @param offline whether typical weather may stand in when the service does not answer
 * @param file a SQLite file for the data; empty for the platform's database, or for none that
 *     outlasts the process
 * @param maxKeys of one caller
 */
public record CustomConfig(
    URI weatherUrl, Duration weatherTtl, boolean offline, String file, int maxKeys) {

  public static final String OPTIONS =
      """
      --weather-url URL    a service like wttr.in (default https://wttr.in)
      --weather-ttl TIME   how long its answer serves (default 15m)
      --offline false      no typical weather when the service does not answer
      --file PATH          keep the data in this SQLite file (alone; default: until the server ends)
      --max-keys N         keys of one caller (default 10000)
      """;

  public static CustomConfig read(Section section) {
    String url = section.text("weatherUrl", "https://wttr.in");
    return new CustomConfig(
        http(section, url),
        section.duration("weatherTtl", Duration.ofMinutes(15), Duration.ZERO, Duration.ofDays(1)),
        section.flag("offline", true),
        section.text("file", ""),
        section.integer("maxKeys", 10_000, 1, 1_000_000));
  }

  private static URI http(Section section, String url) {
    try {
      URI uri = URI.create(url);
      if (uri.getHost() != null
          && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
        return uri;
      }
    } catch (IllegalArgumentException notAUrl) {
      // Told below.
    }
    section.problem("weatherUrl", "is '" + url + "'; it must be an http or https URL");
    return URI.create("https://wttr.in");
  }
}
