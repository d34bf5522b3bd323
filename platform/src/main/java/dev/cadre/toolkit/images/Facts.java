package dev.cadre.toolkit.images;

import dev.cadre.json.Json;
import dev.cadre.toolkit.files.SourceFile;
import java.awt.color.ColorSpace;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.math.BigDecimal;
import java.math.RoundingMode;
import tools.jackson.databind.node.ObjectNode;

/** What a picture's header says. */
final class Facts {
  private Facts() {}

  static ObjectNode of(SourceFile file, Picture picture) {
    ObjectNode answer =
        Json.object()
            .put("file", file.name())
            .put("format", file.type().name())
            .put("media_type", file.type().text())
            .put("bytes", file.length())
            .put("width", picture.width())
            .put("height", picture.height())
            .put(
                "megapixels",
                BigDecimal.valueOf(picture.pixels())
                    .divide(BigDecimal.valueOf(1_000_000), 2, RoundingMode.HALF_UP))
            .put("shape", shape(picture));
    ColorModel colours = picture.colours();
    if (colours != null) {
      answer
          .put("colours", named(colours))
          .put("bits_per_pixel", colours.getPixelSize())
          .put("transparency", colours.hasAlpha());
    }
    int frames = picture.frames();
    return answer.put("frames", frames).put("animated", frames > 1 && moves(file));
  }

  private static boolean moves(SourceFile file) {
    return switch (file.type()) {
      case GIF, WEBP, PNG -> true;
      // Their further images are pages and thumbnails.
      case TIFF,
          JPEG,
          BMP,
          PDF,
          DOCX,
          XLSX,
          PPTX,
          CSV,
          JSON,
          JSON_LINES,
          HTML,
          MARKDOWN,
          TEXT,
          MP4,
          QUICKTIME,
          THREE_GP,
          MATROSKA,
          WEBM,
          FLV,
          MPEG,
          WMV,
          OLD_OFFICE,
          ZIP,
          UNKNOWN ->
          false;
    };
  }

  private static String shape(Picture picture) {
    return picture.width() == picture.height()
        ? "square"
        : picture.width() > picture.height() ? "landscape" : "portrait";
  }

  private static String named(ColorModel colours) {
    if (colours instanceof IndexColorModel) {
      return "palette";
    }
    return switch (colours.getColorSpace().getType()) {
      case ColorSpace.TYPE_GRAY -> "grey";
      case ColorSpace.TYPE_RGB -> "RGB";
      case ColorSpace.TYPE_CMYK -> "CMYK";
      case ColorSpace.TYPE_YCbCr -> "YCbCr";
      default -> "other";
    };
  }
}
