package dev.cadre.tool;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import dev.cadre.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * JSON Schema, draft 2020-12: whether a schema is one, and whether a value satisfies it. What was
 * compiled is kept. A {@code $ref} stays inside its schema: nothing is fetched. Thread-safe.
 */
public final class SchemaCheck {
  private static final int MAX_SCHEMA_CHARACTERS = 256 << 10;
  private static final int MAX_COMPILED = 512;
  private static final int MAX_TOLD = 20;

  private final SchemaRegistry registry;
  private final Schema metaSchema;
  private final Map<ObjectNode, Schema> compiled = new Compiled();

  public SchemaCheck() {
    registry =
        SchemaRegistry.withDialect(
            Dialects.getDraft202012(), builder -> builder.schemaCacheEnabled(false));
    metaSchema = registry.getSchema(SchemaLocation.of(Dialects.getDraft202012().getId()));
  }

  /**
   * What keeps {@code schema} from being a schema; empty for nothing. Each message begins with the
   * place, such as {@code properties.limit.type}.
   */
  public List<String> problems(ObjectNode schema) {
    if (schema.toString().length() > MAX_SCHEMA_CHARACTERS) {
      return List.of("is larger than " + MAX_SCHEMA_CHARACTERS + " characters");
    }
    List<String> wrong = told(metaSchema.validate(schema));
    if (!wrong.isEmpty()) {
      return wrong;
    }
    try {
      // A reference that leads nowhere is seen only when it is followed.
      compile(schema).validate(Json.object());
      return List.of();
    } catch (SchemaException | IllegalArgumentException | StackOverflowError e) {
      return List.of("cannot be used: " + firstLine(e));
    }
  }

  /** Where {@code value} breaks {@code schema}, and what was expected there; empty for nowhere. */
  public List<String> violations(ObjectNode schema, JsonNode value) {
    try {
      return told(compile(schema).validate(value));
    } catch (SchemaException | IllegalArgumentException | StackOverflowError e) {
      return List.of("cannot be checked, because its schema cannot be used: " + firstLine(e));
    }
  }

  private Schema compile(ObjectNode schema) {
    synchronized (compiled) {
      Schema known = compiled.get(schema);
      if (known != null) {
        return known;
      }
    }
    Schema fresh = registry.getSchema(schema.deepCopy());
    synchronized (compiled) {
      compiled.put(schema, fresh);
    }
    return fresh;
  }

  private static List<String> told(List<Error> errors) {
    return errors.stream().map(SchemaCheck::sentence).distinct().limit(MAX_TOLD).toList();
  }

  /** {@code /items/0/price: string found, number expected} as {@code items.0.price: ...}. */
  private static String sentence(Error error) {
    String at = error.getInstanceLocation().toString();
    String path = at.startsWith("/") ? at.substring(1).replace('/', '.') : "";
    // The library has no name for a number beyond the doubles, which is read as infinite.
    String told = error.getMessage().replace("unknown found, ", "a number beyond 1.8e308 found, ");
    return path.isEmpty() ? told : path + ": " + told;
  }

  private static String firstLine(Throwable e) {
    return e instanceof StackOverflowError
        ? "it refers to itself without end"
        : String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  /** The least recently used goes first. */
  private static final class Compiled extends LinkedHashMap<ObjectNode, Schema> {
    private static final long serialVersionUID = 1L;

    Compiled() {
      super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<ObjectNode, Schema> eldest) {
      return size() > MAX_COMPILED;
    }
  }
}
