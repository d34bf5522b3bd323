package dev.cadre.inference;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import dev.cadre.model.ToolChoice;
import dev.cadre.model.ToolSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Checks the tools of requests: their names, and that their schemas are schemas. Thread-safe. */
final class ToolSpecs {
  private static final int MAX_TOOLS = 512;
  private static final int MAX_KNOWN = 1_024;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  private final Schema metaSchema =
      SchemaRegistry.withDialect(Dialects.getDraft202012())
          .getSchema(SchemaLocation.of(Dialects.getDraft202012().getId()));

  /** Schemas found good before: an agent sends the same ones with each call. */
  private final Set<JsonNode> known = ConcurrentHashMap.newKeySet();

  /** Gathers the tools of one request. */
  final class Builder {
    private final List<ToolSpec> tools = new ArrayList<>();
    private final Set<String> names = new HashSet<>();

    /**
     * @param tool the object that has the name and the description
     * @param schema at {@code schemaPath}
     */
    void add(Members tool, String schemaPath, JsonNode schema) {
      String name = tool.text("name");
      if (!NAME.matcher(name).matches()) {
        throw tool.refuse("name", "must match " + NAME);
      }
      if (!names.add(name)) {
        throw tool.refuse("name", "'" + name + "' stands twice; each tool needs a name of its own");
      }
      if (tools.size() == MAX_TOOLS) {
        throw tool.refuse("name", "is the name of more than " + MAX_TOOLS + " tools");
      }
      ObjectNode checked = objectSchema(schemaPath, schema);
      tools.add(new ToolSpec(name, tool.text("description", ""), checked));
    }

    /** Refuses to force a call of what is not there. */
    ToolChoice choice(String path, ToolChoice choice) {
      boolean possible =
          switch (choice) {
            case ToolChoice.Auto _, ToolChoice.None _ -> true;
            case ToolChoice.Any _ -> !names.isEmpty();
            case ToolChoice.One one -> names.contains(one.name());
          };
      if (!possible) {
        throw Members.invalid(path, "asks for the call of a tool that the request does not have");
      }
      return choice;
    }

    List<ToolSpec> build() {
      return tools;
    }
  }

  Builder builder() {
    return new Builder();
  }

  /** The JSON Schema of an object; refused, with the first fault in it, when it is none. */
  ObjectNode objectSchema(String path, JsonNode value) {
    ObjectNode schema = Members.of(path, value).node();
    if (schema.has("type") && !schema.path("type").asString("").equals("object")) {
      throw Members.invalid(path + ".type", "must be 'object'");
    }
    check(path, schema);
    return schema;
  }

  /** Refuses what is no JSON Schema. */
  void check(String path, ObjectNode schema) {
    if (known.contains(schema)) {
      return;
    }
    List<Error> errors = metaSchema.validate(schema);
    if (!errors.isEmpty()) {
      Error first = errors.getFirst();
      String inside = first.getInstanceLocation().toString().replace('/', '.');
      throw Members.invalid(path + inside, "is no JSON Schema (2020-12): " + first.getMessage());
    }
    if (known.size() >= MAX_KNOWN) {
      known.clear();
    }
    known.add(schema);
  }
}
