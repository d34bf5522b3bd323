package dev.cadre.toolkit.video;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a reader found out about a video. Figures that no video has are not kept. */
final class Findings {
  static final String CUT = "The file ends before its content does: it is cut off.";
  static final String MEASURED =
      "The file does not state how long it is; its last picture or sound tells.";
  private static final int MAX_TRACKS = 100;
  private static final double MAX_SECONDS = 366 * 86_400.0;
  private static final Instant FIRST = Instant.parse("1970-01-02T00:00:00Z");
  private static final Instant LAST = Instant.parse("2200-01-01T00:00:00Z");

  private final List<Track> tracks = new ArrayList<>();
  private final Set<String> notes = new LinkedHashSet<>();
  private double seconds;
  private @Nullable Instant created;
  private @Nullable Place place;

  void add(Track track) {
    if (tracks.size() == MAX_TRACKS) {
      throw new Malformed("it has more than " + MAX_TRACKS + " tracks");
    }
    tracks.add(track);
  }

  /** Kept when it is the first that is more than nothing. */
  void lasts(double length) {
    if (seconds > 0 || !(length > 0)) {
      return;
    }
    if (length > MAX_SECONDS) {
      note("The file says that it lasts longer than a year, which is not believed.");
    } else {
      seconds = length;
    }
  }

  /**
   * @param since 1970, in seconds
   */
  void createdAt(long since) {
    try {
      Instant time = Instant.ofEpochSecond(since);
      if (time.isAfter(FIRST) && time.isBefore(LAST)) {
        created = time;
      }
    } catch (DateTimeException noTime) {
      // Nobody filmed it then.
    }
  }

  void takenAt(@Nullable Place where) {
    if (where != null) {
      place = where;
    }
  }

  void note(String sentence) {
    notes.add(sentence);
  }

  List<Track> tracks() {
    return tracks;
  }

  List<String> notes() {
    return List.copyOf(notes);
  }

  /** 0 while it is not known. */
  double seconds() {
    return seconds;
  }

  @Nullable Instant created() {
    return created;
  }

  @Nullable Place place() {
    return place;
  }
}
