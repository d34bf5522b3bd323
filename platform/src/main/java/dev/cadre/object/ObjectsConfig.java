package dev.cadre.object;

import dev.cadre.config.Section;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where uploads are, and how much and how long.
 *
 * @param bucket of S3; empty on disk
 * @param region of the bucket
 * @param endpoint in place of AWS's; null for AWS
 * @param maxBytes of one file, 1 KB to 200 MB
 * @param keep after which an upload is removed, 1 minute to 365 days
 * @param urlTime how long a URL holds; AWS allows up to 7 days
 * @param maxFiles of one person, with those still awaited
 * @param maxTotalBytes of one person
 */
public record ObjectsConfig(
    Place place,
    String bucket,
    String region,
    @Nullable URI endpoint,
    long maxBytes,
    Duration keep,
    Duration urlTime,
    int maxFiles,
    long maxTotalBytes) {
  private static final long KB = 1024;
  private static final long MB = KB * KB;
  private static final Duration DAY = Duration.ofDays(1);

  /** Where content is kept. */
  public enum Place {
    DISK,
    S3
  }

  /** On disk, 25 MB a file for 7 days, URLs of an hour, 2,000 files and 2 GB a person. */
  public static ObjectsConfig defaults() {
    return new ObjectsConfig(
        Place.DISK,
        "",
        "us-east-1",
        null,
        25 * MB,
        DAY.multipliedBy(7),
        Duration.ofHours(1),
        2_000,
        2 * KB * MB);
  }

  /**
   * The section {@code objects} of the configuration.
   *
   * @param region where the section names none
   */
  public static ObjectsConfig read(Section section, String region) {
    ObjectsConfig defaults = defaults();
    Place place = section.choice("store", defaults.place(), List.of(Place.values()));
    String bucket = section.text("bucket", "");
    if (place == Place.S3 && bucket.isEmpty()) {
      section.problem("bucket", "is missing: name the bucket that keeps uploads");
    }
    if (place == Place.DISK && !bucket.isEmpty()) {
      section.problem("bucket", "needs store: s3");
    }
    return new ObjectsConfig(
        place,
        bucket,
        section.text("region", region),
        endpoint(section),
        section.size("maxSize", defaults.maxBytes(), KB, 200 * MB),
        section.duration("keep", defaults.keep(), Duration.ofMinutes(1), DAY.multipliedBy(365)),
        section.duration(
            "urlTime", defaults.urlTime(), Duration.ofSeconds(10), DAY.multipliedBy(7)),
        section.integer("maxFiles", defaults.maxFiles(), 1, 1_000_000),
        section.size("maxTotal", defaults.maxTotalBytes(), MB, MB * MB));
  }

  private static @Nullable URI endpoint(Section section) {
    String text = section.text("endpoint", "");
    if (text.isEmpty()) {
      return null;
    }
    try {
      URI uri = URI.create(text);
      if (uri.getHost() != null) {
        return uri;
      }
    } catch (IllegalArgumentException notAUri) {
      // Told below.
    }
    section.problem("endpoint", "is '" + text + "'; it must be an http or https URL");
    return null;
  }
}
