package dev.cadre.provider;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.PartialToolCall;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Takes LangChain4j's callbacks. What the sink throws ends the call. */
final class StreamedReply implements StreamingChatResponseHandler {
  private static final String SIGNATURE = "thinking_signature";

  private final ReplyAssembly assembly;
  private final Consumer<RuntimeException> fail;
  private @Nullable ChatResponse response;
  private int calls;
  private boolean failed;

  /**
   * @param fail told of what ends the call
   */
  StreamedReply(ReplyAssembly assembly, Consumer<RuntimeException> fail) {
    this.assembly = assembly;
    this.fail = fail;
  }

  /** Null until the reply is whole. */
  @Nullable ChatResponse response() {
    return response;
  }

  @Override
  public void onPartialResponse(String piece) {
    show(() -> assembly.text(piece));
  }

  @Override
  public void onPartialThinking(PartialThinking piece) {
    show(() -> assembly.reasoning(piece.text()));
  }

  @Override
  public void onPartialToolCall(PartialToolCall piece) {
    show(
        () -> {
          begin(piece.index(), piece.id(), piece.name());
          assembly.arguments(piece.partialArguments());
        });
  }

  /** A call without arguments, and every call of Ollama's, has come in no pieces before. */
  @Override
  public void onCompleteToolCall(CompleteToolCall whole) {
    show(
        () -> {
          if (whole.index() >= calls) {
            var request = whole.toolExecutionRequest();
            begin(whole.index(), request.id(), request.name());
            assembly.arguments(request.arguments());
          }
          assembly.closeBlock();
        });
  }

  @Override
  public void onCompleteResponse(ChatResponse complete) {
    String signature = complete.aiMessage().attribute(SIGNATURE, String.class);
    if (signature != null) {
      assembly.signature(signature);
    }
    response = complete;
  }

  @Override
  public void onError(Throwable error) {
    fail(
        error instanceof RuntimeException known
            ? known
            : new IllegalStateException("the provider's reply could not be read", error));
  }

  private void begin(int index, @Nullable String id, String name) {
    if (index >= calls) {
      calls = index + 1;
      // Ollama names no calls.
      assembly.toolCall(id == null || id.isEmpty() ? "call_" + UUID.randomUUID() : id, name);
    }
  }

  /** LangChain4j would go on reading after an exception. */
  private void show(Runnable part) {
    if (failed) {
      return;
    }
    try {
      part.run();
    } catch (RuntimeException e) {
      fail(e);
    }
  }

  private void fail(RuntimeException e) {
    failed = true;
    fail.accept(e);
  }
}
