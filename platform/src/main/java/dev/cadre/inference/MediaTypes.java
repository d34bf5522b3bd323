package dev.cadre.inference;

import dev.cadre.model.Bytes;
import dev.cadre.model.Content;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Images and documents: how protocols name their formats, and their bytes. */
final class MediaTypes {
  private static final Map<String, String> IMAGES =
      Map.of("png", "image/png", "jpeg", "image/jpeg", "gif", "image/gif", "webp", "image/webp");

  private static final Map<String, String> DOCUMENTS =
      Map.of(
          "pdf", "application/pdf",
          "csv", "text/csv",
          "doc", "application/msword",
          "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
          "xls", "application/vnd.ms-excel",
          "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
          "html", "text/html",
          "txt", "text/plain",
          "md", "text/markdown");

  private MediaTypes() {}

  /** The media type of a format such as {@code png}. */
  static String image(Members image) {
    String format = image.text("format");
    String mediaType = IMAGES.get(format);
    if (mediaType == null) {
      throw image.refuse("format", "'" + format + "' is none of " + sorted(IMAGES));
    }
    return mediaType;
  }

  /** The media type of a format such as {@code pdf}; plain text when none is named. */
  static String document(Members document) {
    String format = document.text("format", "txt");
    String mediaType = DOCUMENTS.get(format);
    if (mediaType == null) {
      throw document.refuse("format", "'" + format + "' is none of " + sorted(DOCUMENTS));
    }
    return mediaType;
  }

  /** An image whose media type the request has in words. */
  static Content.Image image(Members at, String mediaType, Bytes data) {
    if (!IMAGES.containsValue(mediaType)) {
      throw Members.invalid(
          at.path(), "has an image of type '" + mediaType + "'; send PNG, JPEG, GIF or WebP");
    }
    return new Content.Image(mediaType, data);
  }

  static Bytes base64(Members holder, String name) {
    return base64(holder.at(name), holder.text(name));
  }

  static Bytes base64(String path, String text) {
    try {
      Bytes bytes = Bytes.base64(text);
      if (bytes.length() > 0) {
        return bytes;
      }
    } catch (IllegalArgumentException notBase64) {
      // Said below.
    }
    throw Members.invalid(path, "must be base64 of at least one byte");
  }

  /** A document's name without its ending, as a model is shown it. */
  static String name(String fileName) {
    int dot = fileName.lastIndexOf('.');
    return dot > 0 ? fileName.substring(0, dot) : fileName;
  }

  /** The texts of a list of {@code {"text": ...}}, joined. */
  static String texts(Members holder, String name) {
    StringBuilder text = new StringBuilder();
    for (Members part : holder.objects(name)) {
      JsonNode value = part.need("text");
      text.append(text.isEmpty() ? "" : "\n").append(value.asString(""));
    }
    return text.toString();
  }

  private static String sorted(Map<String, String> formats) {
    return String.join(", ", new java.util.TreeSet<>(formats.keySet()));
  }
}
