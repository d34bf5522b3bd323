package dev.cadre.openapi;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cadre.json.Json;
import dev.cadre.openapi.RequestWriter.Unsendable;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes what a call sends. */
final class BodyWriter {
  private BodyWriter() {}

  /** A body and what it is. */
  record Written(String mediaType, BodyPublisher content) {
    private static Written of(String mediaType, byte[] bytes) {
      return new Written(mediaType, BodyPublishers.ofByteArray(bytes));
    }
  }

  /** Null when the body may be left out, and the caller gave nothing of it. */
  static @Nullable Written write(RequestBody body, ObjectNode arguments) throws Unsendable {
    JsonNode value = body.fields().isEmpty() ? whole(body, arguments) : members(body, arguments);
    if (value == null) {
      return null;
    }
    return switch (body.kind()) {
      case JSON -> Written.of(body.mediaType(), Json.bytes(value));
      case FORM -> Written.of(body.mediaType(), form(body, value).getBytes(UTF_8));
      case MULTIPART -> multipart(body, value);
      case TEXT -> Written.of(withCharset(body.mediaType()), Style.scalar(value).getBytes(UTF_8));
      case BYTES -> Written.of(body.mediaType(), decoded(body.whole(), value));
    };
  }

  private static @Nullable JsonNode whole(RequestBody body, ObjectNode arguments)
      throws Unsendable {
    JsonNode value = arguments.get(body.whole());
    if (value == null && body.required()) {
      throw new Unsendable("the argument '" + body.whole() + "' is missing");
    }
    return value;
  }

  private static @Nullable JsonNode members(RequestBody body, ObjectNode arguments) {
    ObjectNode made = Json.object();
    for (RequestBody.Field field : body.fields()) {
      JsonNode value = arguments.get(field.argument());
      if (value != null) {
        made.set(field.name(), value);
      }
    }
    return made.isEmpty() && !body.required() ? null : made;
  }

  private static String form(RequestBody body, JsonNode value) {
    List<Map.Entry<String, String>> pairs = new ArrayList<>();
    for (Map.Entry<String, JsonNode> member : value.properties()) {
      RequestBody.FieldEncoding encoding = body.encodings().get(member.getKey());
      JsonNode one = member.getValue();
      if (one.isNull()) {
        continue;
      }
      if (encoding != null && encoding.mediaType().isEmpty()) {
        pairs.addAll(
            encoding.style().pairs(member.getKey(), one, encoding.explode(), Encoding::strict));
      } else if (one.isArray() && encoding == null) {
        pairs.addAll(Style.FORM.pairs(member.getKey(), one, true, Encoding::strict));
      } else {
        pairs.add(Map.entry(Encoding.strict(member.getKey()), Encoding.strict(Style.scalar(one))));
      }
    }
    return pairs.stream()
        .map(pair -> pair.getKey() + "=" + pair.getValue())
        .collect(Collectors.joining("&"));
  }

  private static Written multipart(RequestBody body, JsonNode value) throws Unsendable {
    Multipart parts = new Multipart(Json.bytes(value));
    for (Map.Entry<String, JsonNode> member : value.properties()) {
      String name = member.getKey();
      RequestBody.FieldEncoding encoding = body.encodings().get(name);
      String type = encoding == null ? "" : encoding.mediaType().split(",", -1)[0].strip();
      boolean bytes =
          body.fields().stream().anyMatch(field -> field.name().equals(name) && field.bytes());
      List<JsonNode> values =
          member.getValue().isArray()
              ? member.getValue().valueStream().toList()
              : List.of(member.getValue());
      for (JsonNode one : values) {
        if (bytes) {
          parts.file(name, type, decoded(name, one));
        } else if (!one.isNull()) {
          String usual = one.isContainer() ? "application/json" : "";
          parts.text(name, type.isEmpty() ? usual : type, Style.scalar(one));
        }
      }
    }
    return Written.of("multipart/form-data; boundary=" + parts.boundary(), parts.end());
  }

  private static byte[] decoded(String argument, JsonNode value) throws Unsendable {
    try {
      return Base64.getMimeDecoder().decode(value.asString(""));
    } catch (IllegalArgumentException e) {
      throw new Unsendable("the argument '" + argument + "' is not base64");
    }
  }

  private static String withCharset(String type) {
    return type.contains("charset") ? type : type + "; charset=utf-8";
  }
}
