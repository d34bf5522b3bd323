package dev.cadre.openapi;

import dev.cadre.credential.Outbound;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes the request of a call. What proves the platform goes before what the caller says. */
final class RequestWriter {
  private static final int MAX_ADDRESS = 16 * 1024;

  private RequestWriter() {}

  /** Something about a call that its caller can mend. */
  static final class Unsendable extends Exception {
    private static final long serialVersionUID = 1L;

    Unsendable(String message) {
      super(message);
    }
  }

  static HttpRequest.Builder write(
      ApiOperation operation, ObjectNode arguments, Outbound.Proof proof) throws Unsendable {
    String path = operation.path();
    List<Map.Entry<String, String>> query = new ArrayList<>();
    List<String> cookies = new ArrayList<>();
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Accept", operation.accept());
    for (Parameter parameter : operation.parameters()) {
      JsonNode value = value(parameter, arguments);
      if (value != null) {
        switch (parameter.place()) {
          case PATH -> path = path.replace("{" + parameter.name() + "}", segment(parameter, value));
          case QUERY -> query(query, parameter, value, proof);
          case HEADER -> headers.put(parameter.name(), header(parameter, value));
          case COOKIE -> cookies.add(cookie(parameter, value));
        }
      }
    }
    proof
        .query()
        .forEach(
            (name, value) -> query.add(Map.entry(Encoding.strict(name), Encoding.strict(value))));
    if (!cookies.isEmpty()) {
      headers.put("Cookie", String.join("; ", cookies));
    }
    return request(operation, address(operation, path, query), headers, arguments, proof);
  }

  private static HttpRequest.Builder request(
      ApiOperation operation,
      URI address,
      Map<String, String> headers,
      ObjectNode arguments,
      Outbound.Proof proof)
      throws Unsendable {
    BodyPublisher body = BodyPublishers.noBody();
    RequestBody form = operation.body();
    BodyWriter.@Nullable Written written = form == null ? null : BodyWriter.write(form, arguments);
    if (written != null) {
      headers.put("Content-Type", written.mediaType());
      body = written.content();
    }
    HttpRequest.Builder request = HttpRequest.newBuilder(address).method(operation.method(), body);
    headers.forEach(request::setHeader);
    proof.headers().forEach(request::setHeader);
    return request;
  }

  private static @Nullable JsonNode value(Parameter parameter, ObjectNode arguments)
      throws Unsendable {
    JsonNode given = arguments.get(parameter.argument());
    if (given != null && !given.isNull()) {
      return given;
    }
    if (!parameter.required()) {
      return null;
    }
    if (parameter.standard() == null) {
      throw new Unsendable("the argument '" + parameter.argument() + "' is missing");
    }
    return parameter.standard();
  }

  /** Dots alone would climb out of the path, and nothing would shorten it. */
  private static String segment(Parameter parameter, JsonNode value) throws Unsendable {
    String text =
        parameter.json()
            ? Encoding.strict(Style.scalar(value))
            : parameter
                .style()
                .text(parameter.name(), value, parameter.explode(), Encoding::strict);
    if (text.isEmpty() || text.equals(".") || text.equals("..")) {
      throw new Unsendable(
          "the argument '" + parameter.argument() + "' stands in the path and is '" + text + "'");
    }
    return text;
  }

  private static void query(
      List<Map.Entry<String, String>> query,
      Parameter parameter,
      JsonNode value,
      Outbound.Proof proof) {
    if (proof.query().containsKey(parameter.name())) {
      return;
    }
    if (parameter.json()) {
      String text = value.isString() ? value.stringValue() : value.toString();
      query.add(Map.entry(Encoding.strict(parameter.name()), Encoding.strict(text)));
      return;
    }
    query.addAll(
        parameter
            .style()
            .pairs(
                parameter.name(),
                value,
                parameter.explode(),
                parameter.reserved() ? Encoding::reserved : Encoding::strict));
  }

  private static String header(Parameter parameter, JsonNode value) throws Unsendable {
    String text =
        parameter.json()
            ? value.toString()
            : parameter.style().text(parameter.name(), value, parameter.explode(), t -> t);
    if (text.chars().anyMatch(c -> c < ' ' || c > '~')) {
      throw new Unsendable(
          "the argument '%s' stands in a header; it may have printable ASCII characters only"
              .formatted(parameter.argument()));
    }
    return text;
  }

  private static String cookie(Parameter parameter, JsonNode value) {
    return parameter.name()
        + "="
        + parameter.style().text(parameter.name(), value, false, Encoding::strict);
  }

  private static URI address(
      ApiOperation operation, String path, List<Map.Entry<String, String>> query)
      throws Unsendable {
    StringBuilder text = new StringBuilder(operation.base()).append(path);
    char before = '?';
    for (Map.Entry<String, String> pair : query) {
      text.append(before).append(pair.getKey()).append('=').append(pair.getValue());
      before = '&';
    }
    if (text.length() > MAX_ADDRESS) {
      throw new Unsendable(
          "the arguments make an address of more than " + MAX_ADDRESS + " characters");
    }
    try {
      return URI.create(text.toString());
    } catch (IllegalArgumentException e) {
      throw new Unsendable("the path of " + operation.words() + " makes no address");
    }
  }
}
