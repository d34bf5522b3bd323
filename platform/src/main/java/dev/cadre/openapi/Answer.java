package dev.cadre.openapi;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cadre.credential.Outbound;
import dev.cadre.fault.Fault;
import dev.cadre.json.Json;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An API's answer as a {@code CallToolResult}. JSON objects are also structured content; what is no
 * success is an error with its status and the beginning of its body. Should an API repeat what the
 * platform proved itself with, it is struck out.
 */
final class Answer {
  private static final int MAX_ERROR = 4_000;
  private static final int SHORTEST_SECRET = 6;
  private static final String STRUCK = "[removed]";
  private static final Pattern CHARSET =
      Pattern.compile("charset=\"?([A-Za-z0-9._:+-]{1,40})", Pattern.CASE_INSENSITIVE);

  private Answer() {}

  static ObjectNode of(
      ApiOperation operation, HttpResponse<byte[]> response, Outbound.Proof proof) {
    String type = response.headers().firstValue("Content-Type").orElse("");
    boolean good = response.statusCode() / 100 == 2;
    if (!good) {
      return refused(operation, response, type, proof);
    }
    byte[] body = response.body();
    if (body.length == 0) {
      return text("HTTP " + response.statusCode() + ", without content");
    }
    if (type.toLowerCase(Locale.ROOT).startsWith("image/")) {
      return block("image", type, body);
    }
    if (type.toLowerCase(Locale.ROOT).startsWith("audio/")) {
      return block("audio", type, body);
    }
    if (!type.isEmpty() && !MediaTypes.isText(type)) {
      return text("(%,d bytes of %s)".formatted(body.length, MediaTypes.bare(type)));
    }
    return readable(struck(decoded(type, body), proof), type);
  }

  /** A call that did not come to an answer. */
  static ObjectNode failed(String message) {
    return text(message).put("isError", true);
  }

  private static ObjectNode readable(String text, String type) {
    ObjectNode result = text(text);
    if (MediaTypes.isJson(type) && parsed(text) instanceof ObjectNode object) {
      result.set("structuredContent", object);
    }
    return result;
  }

  private static JsonNode parsed(String text) {
    try {
      return Json.parse(text);
    } catch (Fault.Invalid notJsonAfterAll) {
      return Json.array();
    }
  }

  private static ObjectNode refused(
      ApiOperation operation, HttpResponse<byte[]> response, String type, Outbound.Proof proof) {
    String body =
        type.isEmpty() || MediaTypes.isText(type)
            ? struck(decoded(type, response.body()), proof).strip()
            : "";
    String told = body.length() <= MAX_ERROR ? body : body.substring(0, MAX_ERROR) + "…";
    String head =
        "%s answered HTTP %d%s"
            .formatted(
                operation.words(),
                response.statusCode(),
                response.statusCode() / 100 == 3
                    ? ", a redirect to another server, which is not followed"
                    : "");
    return failed(told.isEmpty() ? head : head + ": " + told);
  }

  private static ObjectNode text(String text) {
    ObjectNode result = Json.object();
    result.putArray("content").addObject().put("type", "text").put("text", text);
    return result;
  }

  private static ObjectNode block(String kind, String type, byte[] body) {
    ObjectNode result = Json.object();
    result
        .putArray("content")
        .addObject()
        .put("type", kind)
        .put("data", Base64.getEncoder().encodeToString(body))
        .put("mimeType", MediaTypes.bare(type));
    return result;
  }

  private static String decoded(String type, byte[] body) {
    Matcher charset = CHARSET.matcher(type);
    if (charset.find()) {
      try {
        return new String(body, Charset.forName(charset.group(1)));
      } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
        return new String(body, UTF_8);
      }
    }
    return new String(body, UTF_8);
  }

  private static String struck(String text, Outbound.Proof proof) {
    String out = text;
    for (String secret :
        Stream.concat(proof.headers().values().stream(), proof.query().values().stream())
            .toList()) {
      // What follows a scheme, such as Bearer, is secret by itself.
      String bare = secret.substring(secret.lastIndexOf(' ') + 1);
      if (bare.length() >= SHORTEST_SECRET) {
        out = out.replace(bare, STRUCK);
      }
    }
    return out;
  }
}
