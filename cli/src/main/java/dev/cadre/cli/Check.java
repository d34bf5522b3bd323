package dev.cadre.cli;

import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One finding of {@code doctor}.
 *
 * @param remedy what to do; empty when nothing has to be done
 */
record Check(String name, Status status, String detail, String remedy) {
  enum Status {
    OK,
    /** Works, with less than the machine could give. */
    WARN,
    FAIL
  }

  static Check ok(String name, String detail) {
    return new Check(name, Status.OK, detail, "");
  }

  static Check warn(String name, String detail, String remedy) {
    return new Check(name, Status.WARN, detail, remedy);
  }

  static Check fail(String name, String detail, String remedy) {
    return new Check(name, Status.FAIL, detail, remedy);
  }

  static Check of(JsonNode node) {
    Status status =
        switch (Json.string(node, "status").toLowerCase(Locale.ROOT)) {
          case "ok" -> Status.OK;
          case "fail" -> Status.FAIL;
          default -> Status.WARN;
        };
    return new Check(
        Json.string(node, "name"),
        status,
        Json.string(node, "detail"),
        Json.string(node, "remedy"));
  }

  ObjectNode json() {
    return Json.object()
        .put("name", name)
        .put("status", status.name().toLowerCase(Locale.ROOT))
        .put("detail", detail)
        .put("remedy", remedy);
  }
}
