package dev.cadre.toolkit.images;

import dev.cadre.model.ToolSpec;
import dev.cadre.tool.ToolInvocation;
import dev.cadre.tool.ToolOutcome;
import dev.cadre.toolkit.files.FileTool;
import dev.cadre.toolkit.files.SourceFile;
import tools.jackson.databind.node.ObjectNode;

/** {@code image_info}: what is known of a picture without looking at it. */
final class InfoOf implements FileTool.Work {
  static final ToolSpec SPEC =
      FileTool.spec(
          "image_info",
          "Tells the format of an image, its size in pixels, colours, transparency, how many frames it"
              + " has, and what the camera wrote into it: model, date, exposure, orientation. Reads"
              + " PNG, JPEG, GIF, WebP, BMP and TIFF.",
          """
          {
            "properties": {
              "location": {
                "type": "boolean",
                "description": "Whether to tell where the photo was taken. Default: false"
              }
            }
          }
          """);

  @Override
  public ToolOutcome on(SourceFile file, ToolInvocation call) {
    try (Picture picture = Picture.open(file)) {
      ObjectNode answer = Facts.of(file, picture);
      ObjectNode exif = Exif.of(file, call.arguments().path("location").asBoolean(false));
      if (!exif.isEmpty()) {
        answer.set("camera_notes", exif);
      }
      if (!picture.decodable()) {
        answer.put("note", "It is too large to be decoded here; this is what its header says.");
      }
      return ToolOutcome.Answered.json(answer);
    }
  }
}
