package dev.cadre.mcp;

import dev.cadre.http.Principal;
import io.opentelemetry.context.Context;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A call within a session: questions go out on the call's own stream, answers come by POST. */
final class LegacyCall implements McpCall {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Principal principal;
  private final Context trace;
  private final LegacySession session;
  private final @Nullable JsonNode progressToken;
  private final MessageSink reply;

  LegacyCall(
      Principal principal,
      Context trace,
      LegacySession session,
      @Nullable JsonNode progressToken,
      MessageSink reply) {
    this.principal = principal;
    this.trace = trace;
    this.session = session;
    this.progressToken = progressToken;
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
    if (progressToken != null) {
      reply.send(Notices.progress(progressToken, done, total, message));
    }
  }

  @Override
  public void log(LogLevel level, String logger, JsonNode data) {
    if (level.compareTo(session.logLevel()) >= 0) {
      reply.send(Notices.log(level, logger, data));
    }
  }

  @Override
  public Map<String, ObjectNode> ask(Map<String, Question> questions) throws InterruptedException {
    List<String> missing = Answers.undeclared(questions.values(), session.clientCapabilities());
    if (!missing.isEmpty()) {
      throw RpcError.invalidRequest(
          "this call needs the client to declare " + String.join(", ", missing));
    }
    Map<String, LegacySession.Question> sent = new LinkedHashMap<>();
    try {
      questions.forEach(
          (name, question) -> {
            LegacySession.Question asked = session.ask();
            sent.put(name, asked);
            reply.send(
                new RpcMessage.Request(asked.id(), question.method(), question.params()).toJson());
          });
      Map<String, ObjectNode> answers = new LinkedHashMap<>();
      for (Map.Entry<String, LegacySession.Question> entry : sent.entrySet()) {
        Question question = questions.get(entry.getKey());
        if (question == null) {
          throw new IllegalStateException("asked what was not to be asked");
        }
        answers.put(
            entry.getKey(), Answers.checked(entry.getKey(), question, await(entry.getValue())));
      }
      return answers;
    } finally {
      sent.values().forEach(question -> session.forget(question.id()));
    }
  }

  private static JsonNode await(LegacySession.Question question) throws InterruptedException {
    try {
      RpcMessage.Response response = question.answer().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      if (response.result() == null) {
        throw new RpcError(
            RpcError.INTERNAL, "the client refused what the call needs to know", response.error());
      }
      return response.result();
    } catch (TimeoutException e) {
      throw new RpcError(
          RpcError.INTERNAL,
          "the client did not answer for " + PATIENCE.toMinutes() + " minutes",
          null);
    } catch (CancellationException | ExecutionException e) {
      throw new RpcError(RpcError.INTERNAL, "the session ended before the client answered", null);
    }
  }
}
