package dev.cadre.toolkit.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cadre.fault.Fault;
import dev.cadre.model.Content;
import dev.cadre.tool.SchemaCheck;
import dev.cadre.tool.Tool;
import dev.cadre.toolkit.files.Samples;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ImageServerTest {
  private final Samples files = new Samples();
  private final List<Content.Image> shown = new ArrayList<>();
  private final List<Tool> blind = new ImageServer(files, Eyes.NONE).tools();
  private final List<Tool> seeing =
      new ImageServer(
              files,
              (caller, question, image) -> {
                shown.add(image);
                return new Eyes.Sight.Seen("m", "A test: " + question);
              })
          .tools();

  private static BufferedImage flag(int width, int height, int type) {
    BufferedImage image = new BufferedImage(width, height, type);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(new Color(0xE02020));
    graphics.fillRect(0, 0, width, height * 3 / 4);
    graphics.setColor(new Color(0x0A0F3C));
    graphics.fillRect(0, height * 3 / 4, width, height);
    graphics.dispose();
    return image;
  }

  private static byte[] written(BufferedImage image, String format) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(ImageIO.write(image, format, out)).isTrue();
    return out.toByteArray();
  }

  private JsonNode call(List<Tool> tools, String tool, String arguments) {
    return Samples.answer(tools, tool, arguments);
  }

  @Test
  void every_schema_is_one() {
    for (Tool tool : blind) {
      assertThat(new SchemaCheck().problems(tool.spec().inputSchema())).isEmpty();
    }
  }

  @Test
  void a_header_tells_format_and_size() throws Exception {
    files.with("a.png", written(flag(80, 40, BufferedImage.TYPE_INT_ARGB), "png"));
    JsonNode answer = call(blind, "image_info", "{\"file\":\"a.png\"}");
    assertThat(answer.path("format").asString()).isEqualTo("PNG");
    assertThat(answer.path("width").asInt()).isEqualTo(80);
    assertThat(answer.path("shape").asString()).isEqualTo("landscape");
    assertThat(answer.path("transparency").asBoolean()).isTrue();
    assertThat(answer.path("animated").asBoolean()).isFalse();
  }

  @Test
  void a_webp_is_read_too() {
    // 1 x 1, lossless.
    files.with(
        "a.webp", Base64.getDecoder().decode("UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA=="));
    JsonNode answer = call(blind, "image_info", "{\"file\":\"a.webp\"}");
    assertThat(answer.path("media_type").asString()).isEqualTo("image/webp");
    assertThat(answer.path("width").asInt()).isEqualTo(1);
    assertThat(call(blind, "image_palette", "{\"file\":\"a.webp\"}").has("colours")).isTrue();
  }

  @Test
  void dominant_colours_have_names_and_shares() throws Exception {
    files.with("a.jpg", written(flag(400, 400, BufferedImage.TYPE_INT_RGB), "jpg"));
    JsonNode colours =
        call(blind, "image_palette", "{\"file\":\"a.jpg\",\"colours\":2}").path("colours");
    assertThat(colours.at("/0/name").asString()).isEqualTo("red");
    assertThat(colours.at("/0/share").asDouble()).isBetween(0.73, 0.77);
    assertThat(colours.at("/1/name").asString()).isEqualTo("navy");
    assertThat(colours.at("/1/hex").asString()).matches("#[0-9A-F]{6}");
  }

  @Test
  void transparent_pixels_are_no_colour() throws Exception {
    BufferedImage image = new BufferedImage(10, 10, BufferedImage.TYPE_INT_ARGB);
    image.setRGB(0, 0, 0xFF30A030);
    files.with("a.png", written(image, "png"));
    JsonNode answer = call(blind, "image_palette", "{\"file\":\"a.png\"}");
    assertThat(answer.path("colours").size()).isEqualTo(1);
    assertThat(answer.at("/colours/0/name").asString()).isEqualTo("green");
    assertThat(answer.path("transparent").asDouble()).isEqualTo(0.99);
  }

  /** The JPEG with an EXIF segment: orientation 6, a maker, and a place. */
  private static byte[] withExif(byte[] jpeg) {
    ByteBuffer tiff = ByteBuffer.allocate(200).order(ByteOrder.LITTLE_ENDIAN);
    tiff.put("II*\0".getBytes(StandardCharsets.ISO_8859_1)).putInt(8);
    tiff.putShort((short) 3);
    tiff.putShort((short) 0x010F).putShort((short) 2).putInt(6).putInt(100);
    tiff.putShort((short) 0x0112).putShort((short) 3).putInt(1).putInt(6);
    tiff.putShort((short) 0x8825).putShort((short) 4).putInt(1).putInt(50);
    tiff.putInt(0);
    tiff.position(50).putShort((short) 4);
    tiff.putShort((short) 1).putShort((short) 2).putInt(2).putInt('N');
    tiff.putShort((short) 2).putShort((short) 5).putInt(3).putInt(110);
    tiff.putShort((short) 3).putShort((short) 2).putInt(2).putInt('E');
    tiff.putShort((short) 4).putShort((short) 5).putInt(3).putInt(140);
    tiff.position(100).put("Acme\0\0".getBytes(StandardCharsets.ISO_8859_1));
    // The next directory's offset stood where the maker's name begins: there is none.
    for (int at : new int[] {110, 140}) {
      tiff.position(at);
      tiff.putInt(at == 110 ? 52 : 13).putInt(1).putInt(30).putInt(1).putInt(0).putInt(1);
    }
    byte[] body = tiff.array();
    ByteBuffer out = ByteBuffer.allocate(jpeg.length + body.length + 10);
    out.put(jpeg, 0, 2).putShort((short) 0xFFE1).putShort((short) (body.length + 8));
    out.put("Exif\0\0".getBytes(StandardCharsets.ISO_8859_1)).put(body);
    out.put(jpeg, 2, jpeg.length - 2);
    return out.array();
  }

  @Test
  void camera_notes_are_told_and_the_place_only_when_asked_for() throws Exception {
    files.with("a.jpg", withExif(written(flag(20, 20, BufferedImage.TYPE_INT_RGB), "jpg")));
    JsonNode notes = call(blind, "image_info", "{\"file\":\"a.jpg\"}").path("camera_notes");
    assertThat(notes.path("orientation").asInt()).isEqualTo(6);
    assertThat(notes.path("camera_maker").asString()).isEqualTo("Acme");
    assertThat(notes.toString()).contains("kept back").doesNotContain("52.");
    JsonNode place =
        call(blind, "image_info", "{\"file\":\"a.jpg\",\"location\":true}")
            .at("/camera_notes/location");
    assertThat(place.path("latitude").asDouble()).isEqualTo(52.5);
    assertThat(place.path("longitude").asDouble()).isEqualTo(13.5);
  }

  /** A PNG that says it is 60,000 pixels on each side, in a few hundred bytes. */
  private static byte[] bomb() throws IOException {
    byte[] png = written(new BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB), "png");
    ByteBuffer.wrap(png).putInt(16, 60_000).putInt(20, 60_000);
    CRC32 crc = new CRC32();
    crc.update(png, 12, 17);
    ByteBuffer.wrap(png).putInt(29, (int) crc.getValue());
    return png;
  }

  @Test
  void a_picture_too_large_to_decode_is_refused_by_its_header() throws Exception {
    files.with("bomb.png", bomb());
    assertThatThrownBy(() -> call(blind, "image_palette", "{\"file\":\"bomb.png\"}"))
        .isInstanceOf(Fault.Invalid.class)
        .hasMessageContaining("60000 x 60000")
        .hasMessageContaining("50 megapixels");
    assertThatThrownBy(() -> call(seeing, "image_describe", "{\"file\":\"bomb.png\"}"))
        .isInstanceOf(Fault.Invalid.class);
    assertThat(shown).isEmpty();
    assertThat(call(blind, "image_info", "{\"file\":\"bomb.png\"}").path("note").asString())
        .contains("too large");
  }

  @Test
  void a_picture_cut_in_the_middle_is_damaged() throws Exception {
    byte[] png = written(flag(80, 40, BufferedImage.TYPE_INT_RGB), "png");
    files.with("a.png", java.util.Arrays.copyOf(png, 20));
    assertThatThrownBy(() -> call(blind, "image_info", "{\"file\":\"a.png\"}"))
        .isInstanceOf(Fault.Invalid.class)
        .hasMessageContaining("damaged");
  }

  @Test
  void without_eyes_it_says_so_and_gives_facts() throws Exception {
    files.with("a.png", written(flag(80, 40, BufferedImage.TYPE_INT_RGB), "png"));
    JsonNode answer = call(blind, "image_describe", "{\"file\":\"a.png\"}");
    assertThat(answer.path("seen").asBoolean()).isFalse();
    assertThat(answer.path("note").asString()).contains("not looked at", "is not known");
    assertThat(answer.at("/colours/0/name").asString()).isEqualTo("red");
    assertThat(answer.has("description")).isFalse();
  }

  @Test
  void a_model_that_sees_is_shown_what_it_takes() throws Exception {
    files.with("a.bmp", written(flag(3_200, 1_600, BufferedImage.TYPE_INT_RGB), "bmp"));
    JsonNode answer =
        call(seeing, "image_describe", "{\"file\":\"a.bmp\",\"question\":\"Which flag?\"}");
    assertThat(answer.path("description").asString()).isEqualTo("A test: Which flag?");
    assertThat(shown.getFirst().mediaType()).isEqualTo("image/png");
    BufferedImage small =
        ImageIO.read(new java.io.ByteArrayInputStream(shown.getFirst().data().toArray()));
    assertThat(small.getWidth()).isLessThanOrEqualTo(1_568);
  }

  @Test
  void a_text_is_no_image() {
    files.with("a.png", "hello");
    assertThatThrownBy(() -> call(blind, "image_info", "{\"file\":\"a.png\"}"))
        .isInstanceOf(Fault.Invalid.class)
        .hasMessageContaining("not an image");
  }
}
