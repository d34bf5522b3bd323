package dev.cadre.memory;

import dev.cadre.fault.Fault;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/** The id of a memory: its name, a hyphen and ten letters or digits, as AWS forms it. */
record MemoryId(String value) {
  private static final Pattern FORM =
      Pattern.compile("[a-zA-Z][a-zA-Z0-9-_]{0,99}-[a-zA-Z0-9]{10}");

  MemoryId {
    if (!FORM.matcher(value).matches()) {
      throw new Fault.Invalid(
          "memoryId '"
              + value
              + "' must be a name, a hyphen and ten letters or digits, as CreateMemory returned it");
    }
  }

  /** Of an operation's input, which may name the memory by its ARN. */
  static MemoryId of(ObjectNode input) {
    String text = input.path("memoryId").asString();
    return new MemoryId(text.substring(text.lastIndexOf('/') + 1));
  }

  @Override
  public String toString() {
    return value;
  }
}
