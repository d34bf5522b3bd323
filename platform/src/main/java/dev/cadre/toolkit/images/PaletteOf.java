package dev.cadre.toolkit.images;

import dev.cadre.json.Json;
import dev.cadre.model.ToolSpec;
import dev.cadre.tool.ToolInvocation;
import dev.cadre.tool.ToolOutcome;
import dev.cadre.toolkit.files.FileTool;
import dev.cadre.toolkit.files.SourceFile;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code image_palette}: the colours of a picture. */
final class PaletteOf implements FileTool.Work {
  private static final int LONGEST_SIDE = 400;
  private static final int DEFAULT_COLOURS = 6;
  static final ToolSpec SPEC =
      FileTool.spec(
          "image_palette",
          "Finds the dominant colours of an image, each with its name, its hex code and its share of"
              + " it.",
          """
          {
            "properties": {
              "colours": {
                "type": "integer",
                "minimum": 1,
                "maximum": 16,
                "description": "The most colours to answer with. Default: 6"
              }
            }
          }
          """);

  @Override
  public ToolOutcome on(SourceFile file, ToolInvocation call) throws InterruptedException {
    try (Picture picture = Picture.open(file)) {
      int most = call.arguments().path("colours").asInt(DEFAULT_COLOURS);
      ObjectNode answer = Json.object().put("file", file.name());
      put(new Palette(picture.decoded(LONGEST_SIDE)), most, answer);
      return ToolOutcome.Answered.json(answer);
    }
  }

  static void put(Palette palette, int most, ObjectNode into) {
    ArrayNode colours = into.putArray("colours");
    for (Palette.Colour colour : palette.colours(most)) {
      colours
          .addObject()
          .put("name", ColourNames.of(colour.rgb()))
          .put("hex", String.format(Locale.ROOT, "#%06X", colour.rgb()))
          .put("share", rounded(colour.share()));
    }
    if (palette.transparent() > 0) {
      into.put("transparent", rounded(palette.transparent()));
    }
  }

  private static double rounded(double share) {
    return Math.round(share * 1_000) / 1_000.0;
  }
}
