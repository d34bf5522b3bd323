package dev.cadre.inference;

import dev.cadre.json.Json;
import dev.cadre.model.ModelRequest;
import dev.cadre.model.Reply;
import java.io.IOException;
import java.time.Duration;
import tools.jackson.databind.node.ObjectNode;

/** The bodies that one family of models has in InvokeModel. Thread-safe. */
interface BodyFormat {
  ModelRequest request(String model, ObjectNode body);

  /** The answer's body. */
  ObjectNode reply(ModelRequest request, Reply reply, Duration took);

  /**
   * Writes a reply as this family's stream of events.
   *
   * @param inputTokens an estimate, for what is told before the reply is there
   */
  Calls.Writer writer(ModelRequest request, int inputTokens, EventOut chunks);

  /** Amazon Nova, schema {@code messages-v1}: Converse's forms inside InvokeModel. */
  record Nova(ConverseInput input) implements BodyFormat {
    private static final String SCHEMA = "messages-v1";

    @Override
    public ModelRequest request(String model, ObjectNode body) {
      Members members = new Members("", body);
      String schema = members.text("schemaVersion", SCHEMA);
      if (!schema.equals(SCHEMA)) {
        throw members.refuse("schemaVersion", "must be '" + SCHEMA + "', not '" + schema + "'");
      }
      return input.read(model, body);
    }

    @Override
    public ObjectNode reply(ModelRequest request, Reply reply, Duration took) {
      return ConverseOutput.of(reply, took.toMillis());
    }

    @Override
    public Calls.Writer writer(ModelRequest request, int inputTokens, EventOut chunks) {
      return new ConverseEvents(
          new EventOut() {
            @Override
            public void event(String type, ObjectNode payload) throws IOException {
              ObjectNode chunk = Json.object();
              chunk.set(type, payload);
              chunks.event(type, chunk);
            }

            @Override
            public void exception(Failure failure) throws IOException {
              chunks.exception(failure);
            }
          });
    }
  }
}
