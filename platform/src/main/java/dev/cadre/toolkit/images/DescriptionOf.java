package dev.cadre.toolkit.images;

import dev.cadre.fault.Fault;
import dev.cadre.model.Bytes;
import dev.cadre.model.Content;
import dev.cadre.model.ToolSpec;
import dev.cadre.tool.ToolInvocation;
import dev.cadre.tool.ToolOutcome;
import dev.cadre.toolkit.files.FileTool;
import dev.cadre.toolkit.files.MediaType;
import dev.cadre.toolkit.files.SourceFile;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;
import javax.imageio.ImageIO;
import tools.jackson.databind.node.ObjectNode;

/** {@code image_describe}: what a model sees in a picture, or else the facts alone. */
final class DescriptionOf implements FileTool.Work {
  /** What every provider's models take, in the size that they scale to. */
  private static final Set<MediaType> TAKEN =
      EnumSet.of(MediaType.PNG, MediaType.JPEG, MediaType.GIF, MediaType.WEBP);

  private static final int MAX_BYTES = 3 << 20;
  private static final int MAX_SIDE = 1_568;
  private static final String ASKED = "Describe this image accurately, in a few sentences.";
  static final ToolSpec SPEC =
      FileTool.spec(
          "image_describe",
          "Describes what is to be seen in an image, picture or photo: what is in it, what it shows; or"
              + " answers a question about it. Where the model"
              + " cannot see, it says so and gives the format, size and colours instead.",
          """
          {
            "properties": {
              "question": {
                "type": "string",
                "maxLength": 2000,
                "description": "What to tell of the image. Default: a description of it"
              }
            }
          }
          """);

  private final Eyes eyes;

  DescriptionOf(Eyes eyes) {
    this.eyes = eyes;
  }

  @Override
  public ToolOutcome on(SourceFile file, ToolInvocation call) throws InterruptedException {
    try (Picture picture = Picture.open(file)) {
      String question = call.arguments().path("question").asString("").strip();
      Eyes.Sight sight =
          eyes.look(call.caller(), question.isEmpty() ? ASKED : question, shown(file, picture));
      ObjectNode answer = Facts.of(file, picture);
      switch (sight) {
        case Eyes.Sight.Seen(String model, String text) ->
            answer.put("seen", true).put("description", text).put("model", model);
        case Eyes.Sight.Blind(String why) -> {
          answer
              .put("seen", false)
              .put(
                  "note",
                  "The picture was not looked at: "
                      + why
                      + ". These are facts of the file; what is to be seen in it is not known.");
          PaletteOf.put(new Palette(picture.decoded(400)), 5, answer);
        }
      }
      return ToolOutcome.Answered.json(answer);
    }
  }

  private static Content.Image shown(SourceFile file, Picture picture) {
    boolean asItIs =
        TAKEN.contains(file.type())
            && file.length() <= MAX_BYTES
            && Math.max(picture.width(), picture.height()) <= 4 * MAX_SIDE;
    if (asItIs) {
      return new Content.Image(file.type().text(), Bytes.copyOf(file.bytes()));
    }
    BufferedImage small = picture.decoded(MAX_SIDE);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      if (!ImageIO.write(small, "png", out)) {
        throw new Fault.Invalid("'" + file.name() + "' has pixels that cannot be shown to a model");
      }
    } catch (IOException inMemory) {
      throw new IllegalStateException(inMemory);
    }
    return new Content.Image(MediaType.PNG.text(), Bytes.copyOf(out.toByteArray()));
  }
}
