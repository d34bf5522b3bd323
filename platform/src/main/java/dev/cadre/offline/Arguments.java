package dev.cadre.offline;

import dev.cadre.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes a call's arguments of what fills its slots. */
final class Arguments {
  private final ObjectNode json = Json.object();
  private final List<Slot> missing = new ArrayList<>();

  /**
   * @param filled by the slot's place in {@code slots}
   */
  Arguments(List<Slot> slots, Map<Integer, JsonNode> filled) {
    for (int i = 0; i < slots.size(); i++) {
      Slot slot = slots.get(i);
      JsonNode value = filled.get(i);
      if (value != null) {
        put(slot, value);
      } else if (slot.required() && slot.fallback() != null) {
        put(slot, slot.fallback());
      } else if (slot.required()) {
        missing.add(slot);
      }
    }
  }

  private void put(Slot slot, JsonNode value) {
    ObjectNode at = json;
    for (String key : slot.path().subList(0, slot.path().size() - 1)) {
      at = at.get(key) instanceof ObjectNode inner ? inner : at.putObject(key);
    }
    at.set(slot.name(), value);
  }

  ObjectNode json() {
    return json;
  }

  /** What the schema requires and nothing gives. */
  List<Slot> missing() {
    return List.copyOf(missing);
  }
}
