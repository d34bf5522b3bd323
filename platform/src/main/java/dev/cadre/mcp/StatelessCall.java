package dev.cadre.mcp;

import dev.cadre.http.Principal;
import dev.cadre.json.Json;
import io.opentelemetry.context.Context;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A call of the stateless era: all it may use came with the request. */
final class StatelessCall implements McpCall {
  private final Principal principal;
  private final Context trace;
  private final Meta meta;
  private final ObjectNode earlier;
  private final ObjectNode responses;
  private final MessageSink reply;

  /**
   * @param earlier answers of rounds before, as they were checked then
   * @param responses the client's answers of this round
   */
  StatelessCall(
      Principal principal,
      Context trace,
      Meta meta,
      ObjectNode earlier,
      ObjectNode responses,
      MessageSink reply) {
    this.principal = principal;
    this.trace = trace;
    this.meta = meta;
    this.earlier = earlier;
    this.responses = responses;
    this.reply = reply;
  }

  @Override
  public Principal principal() {
    return principal;
  }

  @Override
  public Context trace() {
    return trace;
  }

  @Override
  public void progress(double done, @Nullable Double total, @Nullable String message) {
    if (meta.progressToken() != null) {
      reply.send(Notices.progress(meta.progressToken(), done, total, message));
    }
  }

  @Override
  public void log(LogLevel level, String logger, JsonNode data) {
    if (meta.logLevel() != null && level.compareTo(meta.logLevel()) >= 0) {
      reply.send(Notices.log(level, logger, data));
    }
  }

  @Override
  public Map<String, ObjectNode> ask(Map<String, Question> questions) {
    List<String> missing = Answers.undeclared(questions.values(), meta.clientCapabilities());
    if (!missing.isEmpty()) {
      throw RpcError.capability(missing);
    }
    Map<String, ObjectNode> answers = new LinkedHashMap<>();
    Map<String, Question> open = new LinkedHashMap<>();
    questions.forEach(
        (name, question) -> {
          if (earlier.get(name) instanceof ObjectNode before) {
            answers.put(name, before);
          } else if (responses.has(name)) {
            answers.put(name, Answers.checked(name, question, responses.get(name)));
          } else {
            open.put(name, question);
          }
        });
    if (open.isEmpty()) {
      answers.forEach(earlier::set);
      return answers;
    }
    ObjectNode known = Json.object();
    earlier.forEachEntry(known::set);
    answers.forEach(known::set);
    throw new InputRequired(open, known);
  }
}
