package dev.cadre.toolkit.data;

import dev.cadre.fault.Fault;
import dev.cadre.json.Json;
import dev.cadre.toolkit.files.SourceFile;
import java.math.BigDecimal;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What the data tools have in common: their parameters for a sheet and a filter, their answers. */
final class DataTool {
  private DataTool() {}

  static String text(JsonNode arguments, String name) {
    return arguments.path(name).asString("").strip();
  }

  static Dataset dataset(SourceFile file, JsonNode arguments) throws InterruptedException {
    return Dataset.read(file, text(arguments, "sheet"));
  }

  static ObjectNode begun(Dataset data) {
    return Json.object().put("file", data.name()).put("rows", data.rows());
  }

  /** The text of an argument that this call needs. */
  static String needed(JsonNode arguments, String name, String why) {
    String value = text(arguments, name);
    if (value.isEmpty()) {
      throw new Fault.Invalid("'" + name + "' is missing: " + why);
    }
    return value;
  }

  static BigDecimal shown(BigDecimal value) {
    return Statistics.shown(value);
  }
}
