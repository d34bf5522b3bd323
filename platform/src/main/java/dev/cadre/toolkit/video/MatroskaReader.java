package dev.cadre.toolkit.video;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads Matroska and WebM: RFC 9559, elements of EBML (RFC 8794). */
final class MatroskaReader {
  private static final int SEGMENT = 0x18538067;
  private static final int INFO = 0x1549A966;
  private static final int SCALE = 0x2AD7B1;
  private static final int DURATION = 0x4489;
  private static final int DATE = 0x4461;
  private static final int TRACKS = 0x1654AE6B;
  private static final int TRACK = 0xAE;
  private static final int TRACK_TYPE = 0x83;
  private static final int CODEC = 0x86;
  private static final int FRAME_TIME = 0x23E383;
  private static final int VIDEO = 0xE0;
  private static final int WIDTH = 0xB0;
  private static final int HEIGHT = 0xBA;
  private static final int AUDIO = 0xE1;
  private static final int RATE = 0xB5;
  private static final int CHANNELS = 0x9F;
  private static final int TAGS = 0x1254C367;
  private static final int TAG = 0x7373;
  private static final int SIMPLE_TAG = 0x67C8;
  private static final int TAG_NAME = 0x45A3;
  private static final int TAG_TEXT = 0x4487;
  private static final int CLUSTER = 0x1F43B675;
  private static final int CLUSTER_TIME = 0xE7;
  private static final int BLOCK_GROUP = 0xA0;
  private static final int BLOCK = 0xA1;
  private static final int SIMPLE_BLOCK = 0xA3;

  /** From 1970 to 2001, where its dates begin. */
  private static final long EPOCH = 978_307_200L;

  private static final double NANOSECONDS = 1e9;

  private final Findings found = new Findings();
  private double scale = 1_000_000;
  private long clusterTime;
  private double lastTime;

  private MatroskaReader() {}

  static Findings read(Piece file) {
    Element head = Element.at(file, 0);
    Element segment = Element.at(file, head.end());
    if (segment.id() != SEGMENT) {
      throw new Malformed("its second element is no segment");
    }
    MatroskaReader reader = new MatroskaReader();
    reader.segment(segment.body());
    if (segment.cut() && !segment.endless()) {
      reader.found.note(Findings.CUT);
    }
    return reader.finished();
  }

  private Findings finished() {
    if (found.tracks().isEmpty()) {
      throw new Malformed("there is no list of tracks in it");
    }
    if (found.seconds() == 0 && lastTime > 0) {
      found.note(Findings.MEASURED);
      found.lasts(lastTime * scale / NANOSECONDS);
    }
    return found;
  }

  /**
   * Walks through the parts of a segment. What is in clusters is walked through as if it were
   * beside them: a cluster of a live recording does not know where it ends.
   */
  private void segment(Piece segment) {
    long at = 0;
    while (segment.length() - at >= 2) {
      Element part;
      try {
        part = Element.at(segment, at);
      } catch (Malformed e) {
        if (found.tracks().isEmpty()) {
          throw e;
        }
        found.note(Findings.CUT);
        return;
      }
      boolean enter =
          part.id() == BLOCK_GROUP
              || (part.id() == CLUSTER && (part.endless() || found.seconds() == 0));
      if (!enter) {
        take(part);
      }
      at = enter ? part.start() : part.end();
    }
  }

  private void take(Element part) {
    if (part.cut()) {
      found.note(Findings.CUT);
    }
    switch (part.id()) {
      case INFO -> info(part.body());
      case TRACKS ->
          Element.in(part.body()).stream()
              .filter(element -> element.id() == TRACK)
              .forEach(element -> found.add(track(Element.in(element.body()))));
      case TAGS -> Element.in(part.body()).forEach(this::tag);
      case CLUSTER_TIME -> clusterTime = part.number();
      case BLOCK, SIMPLE_BLOCK -> block(part.body());
      default -> {}
    }
  }

  private void info(Piece body) {
    List<Element> elements = Element.in(body);
    Element unit = Element.first(elements, SCALE);
    if (unit != null && unit.number() > 0) {
      scale = unit.number();
    }
    Element length = Element.first(elements, DURATION);
    if (length != null) {
      found.lasts(length.real() * scale / NANOSECONDS);
    }
    Element date = Element.first(elements, DATE);
    if (date != null && date.body().length() == 8) {
      found.createdAt(EPOCH + date.body().s64(0) / 1_000_000_000);
    }
  }

  private static Track track(List<Element> track) {
    Element mark = Element.first(track, CODEC);
    String codec = mark == null ? "not stated" : Codecs.named(mark.text());
    long type = number(track, TRACK_TYPE);
    if (type == 1) {
      List<Element> video = inside(track, VIDEO);
      long frame = number(track, FRAME_TIME);
      return new Track.Pictures(
          codec,
          number(video, WIDTH),
          number(video, HEIGHT),
          frame > 0 ? NANOSECONDS / frame : 0,
          0);
    }
    if (type == 2) {
      List<Element> audio = inside(track, AUDIO);
      Element rate = Element.first(audio, RATE);
      return new Track.Sound(
          codec, number(audio, CHANNELS), rate == null ? 0 : Math.round(rate.real()));
    }
    return new Track.Other(codec);
  }

  private void tag(Element tag) {
    if (tag.id() != TAG) {
      return;
    }
    for (Element simple : Element.in(tag.body())) {
      List<Element> pair = simple.id() == SIMPLE_TAG ? Element.in(simple.body()) : List.of();
      Element name = Element.first(pair, TAG_NAME);
      Element value = Element.first(pair, TAG_TEXT);
      if (name != null && value != null && name.text().equals("LOCATION")) {
        found.takenAt(Place.parse(value.text()));
      }
    }
  }

  /** A track's number, then the time since its cluster's. */
  private void block(Piece body) {
    int track = Element.length(body, 0);
    if (body.length() >= track + 2) {
      lastTime = Math.max(lastTime, (double) clusterTime + body.s16(track));
    }
  }

  private static List<Element> inside(List<Element> elements, int id) {
    Element element = Element.first(elements, id);
    return element == null ? List.of() : Element.in(element.body());
  }

  private static long number(List<Element> elements, int id) {
    @Nullable Element element = Element.first(elements, id);
    return element == null ? 0 : element.number();
  }
}
