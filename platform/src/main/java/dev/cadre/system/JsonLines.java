package dev.cadre.system;

import dev.cadre.http.Exchange;
import dev.cadre.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import tools.jackson.databind.node.ObjectNode;

/** An answer that comes a JSON object a line ({@code application/x-ndjson}), each with its type. */
final class JsonLines {
  private final OutputStream out;

  JsonLines(Exchange exchange) throws IOException {
    exchange.responseHeader("Cache-Control", "no-cache");
    this.out = exchange.stream(200, "application/x-ndjson");
  }

  void line(String type, ObjectNode rest) throws IOException {
    ObjectNode line = Json.object().put("type", type);
    line.setAll(rest);
    out.write(Json.bytes(line));
    out.write('\n');
    out.flush();
  }
}
