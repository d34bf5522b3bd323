package dev.cadre.inference;

import dev.cadre.embedding.Embedder;
import dev.cadre.json.Json;
import dev.cadre.model.Bytes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * OpenAI's embeddings, made by the platform's one embedder whatever model a request names.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/embeddings/create">Create
 *     embeddings</a>
 */
final class Embeddings {
  private static final int MAX_TEXTS = 2_048;
  private static final int CHARACTERS_PER_TOKEN = 4;

  private final Embedder embedder;

  Embeddings(Embedder embedder) {
    this.embedder = embedder;
  }

  ObjectNode answer(Members body) {
    List<String> texts = texts(body);
    boolean base64 = base64(body);
    Integer dimensions = body.count("dimensions");
    if (dimensions != null && dimensions != embedder.dimensions()) {
      throw body.refuse("dimensions", "must be " + embedder.dimensions() + " or left out");
    }
    ObjectNode answer = Json.object().put("object", "list").put("model", body.text("model"));
    ArrayNode data = answer.putArray("data");
    List<float[]> vectors = embedder.embed(texts);
    for (float[] vector : vectors) {
      data.addObject()
          .put("object", "embedding")
          .put("index", data.size() - 1)
          .set("embedding", base64 ? packed(vector) : listed(vector));
    }
    long tokens = texts.stream().mapToLong(text -> 1 + text.length() / CHARACTERS_PER_TOKEN).sum();
    answer.putObject("usage").put("prompt_tokens", tokens).put("total_tokens", tokens);
    return answer;
  }

  private static List<String> texts(Members body) {
    JsonNode input = body.need("input");
    if (input.isArray() && !input.isEmpty() && !input.get(0).isString()) {
      throw body.refuse("input", "must be text; tokens are one model's own");
    }
    List<String> texts = input.isString() ? List.of(input.asString()) : body.texts("input");
    if (texts.isEmpty() || texts.size() > MAX_TEXTS || texts.contains("")) {
      throw body.refuse("input", "must be 1 to " + MAX_TEXTS + " texts, none of them empty");
    }
    return texts;
  }

  private static boolean base64(Members body) {
    String format = body.text("encoding_format", "float");
    return switch (format) {
      case "float" -> false;
      case "base64" -> true;
      default ->
          throw body.refuse("encoding_format", "must be float or base64, not '" + format + "'");
    };
  }

  private static JsonNode listed(float[] vector) {
    ArrayNode list = Json.array();
    for (float component : vector) {
      list.add(component);
    }
    return list;
  }

  /** Little-endian, four bytes each. */
  private static JsonNode packed(float[] vector) {
    ByteBuffer bytes =
        ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (float component : vector) {
      bytes.putFloat(component);
    }
    return Json.object().stringNode(Bytes.copyOf(bytes.array()).toBase64());
  }
}
