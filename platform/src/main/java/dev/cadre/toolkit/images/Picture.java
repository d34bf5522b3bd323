package dev.cadre.toolkit.images;

import dev.cadre.fault.Fault;
import dev.cadre.toolkit.files.SourceFile;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.jspecify.annotations.Nullable;

/**
 * An image file, opened but not decoded: its size is what its header says. A decoder of hostile
 * files may fail in any way; each is told as damage. Not thread-safe.
 */
final class Picture implements AutoCloseable {
  static final long MAX_PIXELS = 50_000_000;
  private static final int MAX_SIDE = 65_535;

  private final String name;
  private final ImageReader reader;
  private final MemoryCacheImageInputStream in;
  private final int width;
  private final int height;

  private Picture(
      String name, ImageReader reader, MemoryCacheImageInputStream in, int width, int height) {
    this.name = name;
    this.reader = reader;
    this.in = in;
    this.width = width;
    this.height = height;
  }

  /**
   * @throws Fault.Invalid when the file is no image, or one whose header cannot be read
   */
  static Picture open(SourceFile file) {
    String name = "'" + file.name() + "'";
    if (!file.type().isImage()) {
      throw new Fault.Invalid(
          name
              + " is "
              + file.type().noun()
              + ", not an image; read are PNG, JPEG, GIF, WebP, BMP and TIFF"
              + (file.type().isVideo() ? ", and video_info reads videos" : ""));
    }
    MemoryCacheImageInputStream in = new MemoryCacheImageInputStream(file.open());
    Iterator<ImageReader> readers = ImageIO.getImageReadersByMIMEType(file.type().text());
    if (!readers.hasNext()) {
      throw new Fault.Invalid(name + " is " + file.type().noun() + ", which is not read here");
    }
    ImageReader reader = readers.next();
    try {
      reader.setInput(in, false, false);
      int width = reader.getWidth(0);
      int height = reader.getHeight(0);
      if (width < 1 || height < 1) {
        throw damaged(name);
      }
      return new Picture(name, reader, in, width, height);
    } catch (Fault e) {
      reader.dispose();
      throw e;
    } catch (IOException | RuntimeException e) {
      reader.dispose();
      throw damaged(name);
    }
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  long pixels() {
    return (long) width * height;
  }

  boolean decodable() {
    return pixels() <= MAX_PIXELS && width <= MAX_SIDE && height <= MAX_SIDE;
  }

  /** More than one for what moves, or has pages; 1 where counting fails. */
  int frames() {
    try {
      return Math.max(reader.getNumImages(true), 1);
    } catch (IOException | RuntimeException e) {
      return 1;
    }
  }

  /** How its pixels are kept; null where the format does not say it before it is decoded. */
  @Nullable ColorModel colours() {
    try {
      ImageTypeSpecifier type = reader.getRawImageType(0);
      if (type == null) {
        Iterator<ImageTypeSpecifier> types = reader.getImageTypes(0);
        type = types.hasNext() ? types.next() : null;
      }
      return type == null ? null : type.getColorModel();
    } catch (IOException | RuntimeException e) {
      return null;
    }
  }

  /**
   * Its first frame, every n-th pixel of it, so that neither side is longer than {@code most}.
   *
   * @throws Fault.Invalid when it has more pixels than are decoded, or is damaged
   */
  BufferedImage decoded(int most) {
    if (!decodable()) {
      throw new Fault.Invalid(
          name
              + " has "
              + width
              + " x "
              + height
              + " pixels; images of up to "
              + MAX_PIXELS / 1_000_000
              + " megapixels are decoded. Make it smaller first");
    }
    int step = Math.max(1, (Math.max(width, height) + most - 1) / most);
    try {
      ImageReadParam parameters = reader.getDefaultReadParam();
      parameters.setSourceSubsampling(step, step, 0, 0);
      return reader.read(0, parameters);
    } catch (IOException | RuntimeException e) {
      throw new Fault.Invalid(
          name + " cannot be decoded: it is damaged, or in CMYK; save it as RGB");
    }
  }

  private static Fault.Invalid damaged(String name) {
    return new Fault.Invalid(name + " is damaged: it cannot be read as an image");
  }

  @Override
  public void close() {
    reader.dispose();
    try {
      in.close();
    } catch (IOException e) {
      throw damaged(name);
    }
  }
}
