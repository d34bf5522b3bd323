package dev.cadre.toolkit.video;

import dev.cadre.fault.Fault;
import dev.cadre.json.Json;
import dev.cadre.model.ToolSpec;
import dev.cadre.tool.ToolInvocation;
import dev.cadre.tool.ToolOutcome;
import dev.cadre.toolkit.files.FileTool;
import dev.cadre.toolkit.files.SourceFile;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code video_info}: what is known of a video without looking at it. */
public final class VideoInfo implements FileTool.Work {
  public static final ToolSpec SPEC =
      FileTool.spec(
          "video_info",
          "Tells how long a video, movie, film or clip is, its size in pixels, frame rate, codecs,"
              + " sound and when it was made. Reads MP4, QuickTime, 3GP, Matroska, WebM, Flash"
              + " video, MPEG and Windows Media. It does not watch the video.",
          """
          {
            "properties": {
              "location": {
                "type": "boolean",
                "description": "Whether to tell where the video was taken. Default: false"
              }
            }
          }
          """);

  private static final int DIGITS = 3;

  /** A metre, which is nearer than cameras know. */
  private static final int PLACE_DIGITS = 5;

  @Override
  public ToolOutcome on(SourceFile file, ToolInvocation call) {
    Findings found;
    try {
      found = found(file);
    } catch (Malformed e) {
      throw new Fault.Invalid(
          "'%s' begins like %s and is damaged: %s"
              .formatted(file.name(), file.type().noun(), e.getMessage()));
    }
    boolean place = call.arguments().path("location").asBoolean(false);
    return ToolOutcome.Answered.json(described(file, found, place));
  }

  private static Findings found(SourceFile file) {
    Piece bytes = Piece.of(file.bytes());
    return switch (file.type()) {
      case MP4, QUICKTIME, THREE_GP -> BoxReader.read(bytes);
      case MATROSKA, WEBM -> MatroskaReader.read(bytes);
      case FLV -> FlashReader.read(bytes);
      case WMV -> WindowsReader.read(bytes);
      case MPEG -> MpegReader.read(bytes);
      case PDF, DOCX, XLSX, PPTX, CSV, JSON, JSON_LINES, HTML, MARKDOWN, TEXT ->
          throw noVideo(file);
      case PNG, JPEG, GIF, WEBP, BMP, TIFF, OLD_OFFICE, ZIP, UNKNOWN -> throw noVideo(file);
    };
  }

  private static Fault.Invalid noVideo(SourceFile file) {
    return new Fault.Invalid(
        "'"
            + file.name()
            + "' is "
            + file.type().noun()
            + ", not a video; read are MP4, QuickTime, 3GP, Matroska, WebM, Flash video, MPEG and"
            + " Windows Media"
            + (file.type().isImage() ? ", and image_info reads images" : ""));
  }

  private static ObjectNode described(SourceFile file, Findings found, boolean place) {
    ObjectNode answer = Json.object().put("file", file.name());
    if (found.seconds() > 0) {
      answer
          .put("duration_seconds", rounded(found.seconds(), DIGITS))
          .put("duration", clock(found.seconds()));
    } else {
      found.note("How long it is cannot be told from the file.");
    }
    answer
        .put("format", file.type().name())
        .put("media_type", file.type().text())
        .put("bytes", file.length());
    pictures(found, answer);
    sound(found, answer);
    if (found.created() != null) {
      answer.put("created", found.created().toString());
    }
    location(found, place, answer);
    if (!found.notes().isEmpty()) {
      answer.put("note", String.join(" ", found.notes()));
    }
    return answer;
  }

  private static void pictures(Findings found, ObjectNode answer) {
    Track.Pictures first =
        found.tracks().stream()
            .filter(Track.Pictures.class::isInstance)
            .map(Track.Pictures.class::cast)
            .findFirst()
            .orElse(null);
    if (first == null) {
      found.note("There is no track of pictures in it.");
      return;
    }
    if (first.width() > 0 && first.height() > 0) {
      answer.put("width", first.width()).put("height", first.height());
    }
    if (first.perSecond() > 0 && first.perSecond() < 100_000) {
      answer.put("frame_rate", rounded(first.perSecond(), DIGITS));
    }
    answer.put("codec", first.codec());
    if (first.turned() != 0) {
      answer.put("turned_degrees", first.turned());
      found.note("It is turned when it is shown; width and height are those before.");
    }
  }

  private static void sound(Findings found, ObjectNode answer) {
    ArrayNode audio = Json.array();
    for (Track track : found.tracks()) {
      if (track instanceof Track.Sound(String codec, long channels, long rate)) {
        ObjectNode one = audio.addObject().put("codec", codec);
        if (channels > 0) {
          one.put("channels", channels);
        }
        if (rate > 0) {
          one.put("sample_rate", rate);
        }
      }
    }
    answer.put("has_audio", !audio.isEmpty());
    if (!audio.isEmpty()) {
      answer.set("audio", audio);
    }
  }

  private static void location(Findings found, boolean wanted, ObjectNode answer) {
    Place where = found.place();
    if (where != null && wanted) {
      answer
          .putObject("location")
          .put("latitude", rounded(where.latitude(), PLACE_DIGITS))
          .put("longitude", rounded(where.longitude(), PLACE_DIGITS));
    } else if (where != null) {
      answer.put("location", "kept back; ask with location: true");
    }
  }

  /** Without zeros at the end. */
  private static BigDecimal rounded(double value, int decimals) {
    BigDecimal bare =
        BigDecimal.valueOf(value).setScale(decimals, RoundingMode.HALF_UP).stripTrailingZeros();
    return bare.scale() < 0 ? bare.setScale(0) : bare;
  }

  /** As players show it: {@code 1:02:03}. */
  private static String clock(double seconds) {
    long whole = Math.round(seconds);
    return whole < 3_600
        ? String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60)
        : String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3_600, whole / 60 % 60, whole % 60);
  }
}
