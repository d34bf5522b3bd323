package dev.cadre.mcp;

import dev.cadre.http.Exchange;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The headers in which a stateless request repeats parts of its body, so that whatever stands
 * between can route without reading it. Source: the Streamable HTTP page of 2026-07-28.
 */
final class Headers {
  static final String VERSION = "MCP-Protocol-Version";
  static final String METHOD = "Mcp-Method";
  static final String NAME = "Mcp-Name";
  static final String PARAM = "Mcp-Param-";
  static final String SESSION = "Mcp-Session-Id";

  private static final String ENCODED = "=?base64?";
  private static final String ENCODED_END = "?=";
  private static final String MARK = "x-mcp-header";
  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
  private static final Set<String> PRIMITIVES = Set.of("string", "integer", "boolean");

  /** Which member of the parameters {@link #NAME} repeats. */
  private static final Map<String, String> NAMES =
      Map.of("tools/call", "name", "prompts/get", "name", "resources/read", "uri");

  private Headers() {}

  /** A parameter of a tool that goes into a header: its path in the arguments. */
  record Marked(String header, List<String> path) {}

  /** The member that {@link #NAME} repeats for {@code method}; empty for most methods. */
  static Optional<String> named(String method, ObjectNode params) {
    return Optional.ofNullable(NAMES.get(method)).map(member -> McpMethods.text(params, member));
  }

  /** Checks what is repeated of every request; throws {@link RpcError} for the first mismatch. */
  static void check(Exchange exchange, RpcMessage.Request request, Meta meta) {
    same(VERSION, required(exchange, VERSION), meta.version());
    same(METHOD, required(exchange, METHOD), request.method());
    String member = NAMES.get(request.method());
    if (member != null) {
      String body = McpMethods.text(request.params(), member);
      same(NAME, decode(NAME, required(exchange, NAME)), body);
    }
  }

  private static String required(Exchange exchange, String header) {
    return exchange
        .header(header)
        .orElseThrow(() -> RpcError.headers("the header " + header + " is missing"));
  }

  private static void same(String header, String inHeader, String inBody) {
    if (!inHeader.equals(inBody)) {
      throw RpcError.headers(
          "the header " + header + " says '" + inHeader + "', the body says '" + inBody + "'");
    }
  }

  /** Checks the parameters of a tool's call that its schema wants repeated. */
  static void checkParameters(Exchange exchange, ObjectNode inputSchema, ObjectNode arguments) {
    for (Marked marked : marked(inputSchema)) {
      String name = PARAM + marked.header();
      JsonNode value = at(arguments, marked.path());
      String sent = exchange.header(name).orElse(null);
      if (value == null) {
        if (sent != null) {
          throw RpcError.headers(
              "the header " + name + " stands for an argument that is not there");
        }
      } else if (sent == null) {
        throw RpcError.headers("the header " + name + " is missing");
      } else if (!equal(decode(name, sent), value)) {
        throw RpcError.headers("the header " + name + " differs from the argument it stands for");
      }
    }
  }

  private static boolean equal(String header, JsonNode value) {
    if (!value.isIntegralNumber()) {
      return header.equals(value.asString());
    }
    try {
      return new BigDecimal(header).compareTo(value.decimalValue()) == 0;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  /** The headers a call of a tool must carry for its arguments. */
  static Map<String, String> parameters(ObjectNode inputSchema, ObjectNode arguments) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (Marked marked : marked(inputSchema)) {
      JsonNode value = at(arguments, marked.path());
      if (value != null) {
        headers.put(PARAM + marked.header(), encode(value.asString()));
      }
    }
    return headers;
  }

  /**
   * The parameters that {@code inputSchema} marks.
   *
   * @throws RpcError when a mark is where or what it may not be: the tool must not be used
   */
  static List<Marked> marked(ObjectNode inputSchema) {
    List<Marked> found = new ArrayList<>();
    collect(inputSchema, List.of(), found);
    Set<String> names = new HashSet<>();
    for (Marked marked : found) {
      if (!names.add(marked.header().toLowerCase(Locale.ROOT))) {
        throw RpcError.invalidParams(MARK + " '" + marked.header() + "' stands twice");
      }
    }
    if (count(inputSchema) != found.size()) {
      throw RpcError.invalidParams(MARK + " may stand only on properties of objects");
    }
    return found;
  }

  private static void collect(JsonNode schema, List<String> path, List<Marked> found) {
    if (!(schema.get("properties") instanceof ObjectNode properties)) {
      return;
    }
    properties.forEachEntry(
        (name, property) -> {
          List<String> here = new ArrayList<>(path);
          here.add(name);
          JsonNode mark = property.get(MARK);
          if (mark != null) {
            found.add(new Marked(legal(mark, property), here));
          }
          collect(property, here, found);
        });
  }

  private static String legal(JsonNode mark, JsonNode property) {
    String name = mark.asString("");
    if (!mark.isString() || !TOKEN.matcher(name).matches()) {
      throw RpcError.invalidParams(MARK + " must be a header's name");
    }
    if (!PRIMITIVES.contains(property.path("type").asString(""))) {
      throw RpcError.invalidParams(MARK + " may stand only on strings, integers and booleans");
    }
    return name;
  }

  /** All marks, in the wrong places too. */
  private static int count(JsonNode schema) {
    int here = schema.isObject() && schema.has(MARK) ? 1 : 0;
    for (JsonNode child : schema) {
      here += count(child);
    }
    return here;
  }

  private static @Nullable JsonNode at(JsonNode arguments, List<String> path) {
    JsonNode value = arguments;
    for (String name : path) {
      value = value == null ? null : value.get(name);
    }
    return value == null || value.isNull() ? null : value;
  }

  /** {@code value} as a header may carry it. */
  static String encode(String value) {
    boolean plain =
        value.chars().allMatch(c -> (c >= 0x20 && c <= 0x7e) || c == '\t')
            && value.strip().equals(value)
            && !(value.startsWith(ENCODED) && value.endsWith(ENCODED_END));
    return plain
        ? value
        : ENCODED
            + Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8))
            + ENCODED_END;
  }

  private static String decode(String header, String value) {
    if (!value.startsWith(ENCODED) || !value.endsWith(ENCODED_END)) {
      if (value.chars().anyMatch(c -> (c < 0x20 && c != '\t') || c > 0x7e)) {
        throw RpcError.headers("the header " + header + " holds characters it may not");
      }
      return value;
    }
    String base64 = value.substring(ENCODED.length(), value.length() - ENCODED_END.length());
    try {
      // The decoder itself would take it without its padding.
      if (base64.length() % 4 != 0) {
        throw new IllegalArgumentException("padding");
      }
      byte[] bytes = Base64.getDecoder().decode(base64);
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (IllegalArgumentException | CharacterCodingException e) {
      throw RpcError.headers("the header " + header + " is not well encoded");
    }
  }
}
