package dev.cadre.openapi;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What kinds of content media types are. */
final class MediaTypes {
  private static final List<RequestBody.Kind> PREFERRED =
      List.of(
          RequestBody.Kind.JSON,
          RequestBody.Kind.FORM,
          RequestBody.Kind.MULTIPART,
          RequestBody.Kind.TEXT,
          RequestBody.Kind.BYTES);

  private MediaTypes() {}

  /** One of a request body's {@code content}. */
  record Choice(RequestBody.Kind kind, String type, JsonNode content) {}

  /** The one that tools write best; null when there is none. */
  static @Nullable Choice best(JsonNode contents) {
    for (RequestBody.Kind kind : PREFERRED) {
      for (Map.Entry<String, JsonNode> one : contents.properties()) {
        if (kind(one.getKey()) == kind) {
          return new Choice(kind, sent(one.getKey(), kind), one.getValue());
        }
      }
    }
    return null;
  }

  /** A range of types stands for JSON. */
  private static String sent(String type, RequestBody.Kind kind) {
    return kind == RequestBody.Kind.JSON && type.contains("*") ? "application/json" : type;
  }

  private static RequestBody.Kind kind(String type) {
    String bare = bare(type);
    if (isJson(bare) || bare.equals("*/*") || bare.equals("application/*")) {
      return RequestBody.Kind.JSON;
    }
    return switch (bare) {
      case "application/x-www-form-urlencoded" -> RequestBody.Kind.FORM;
      case "multipart/form-data" -> RequestBody.Kind.MULTIPART;
      default -> isText(bare) ? RequestBody.Kind.TEXT : RequestBody.Kind.BYTES;
    };
  }

  static boolean isJson(String type) {
    String bare = bare(type);
    return bare.equals("application/json") || bare.equals("text/json") || bare.endsWith("+json");
  }

  static boolean isText(String type) {
    String bare = bare(type);
    return bare.startsWith("text/")
        || isJson(bare)
        || bare.equals("application/xml")
        || bare.equals("application/yaml")
        || bare.equals("application/x-yaml")
        || bare.equals("application/javascript")
        || bare.equals("application/x-ndjson")
        || bare.equals("application/graphql")
        || bare.equals("application/sql")
        || bare.equals("application/x-www-form-urlencoded")
        || bare.endsWith("+xml")
        || bare.endsWith("+yaml");
  }

  /** Without parameters, in small letters. */
  static String bare(String type) {
    int end = type.indexOf(';');
    return (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
  }
}
