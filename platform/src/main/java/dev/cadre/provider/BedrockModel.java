package dev.cadre.provider;

import dev.cadre.model.Model;
import dev.cadre.model.ModelException;
import dev.cadre.model.ModelRequest;
import dev.cadre.model.ProviderConfig;
import dev.cadre.model.Reply;
import dev.cadre.model.ReplySink;
import dev.cadre.model.StopReason;
import dev.cadre.model.Usage;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlockDelta;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlockDeltaEvent;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlockStartEvent;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlockStopEvent;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamMetadataEvent;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamOutput;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamRequest;
import software.amazon.awssdk.services.bedrockruntime.model.MessageStopEvent;
import software.amazon.awssdk.services.bedrockruntime.model.ReasoningContentBlockDelta;
import software.amazon.awssdk.services.bedrockruntime.model.TokenUsage;

/**
 * Models at Amazon Bedrock, by ConverseStream and the AWS SDK itself: why not through LangChain4j
 * stands in docs/decisions/0010.
 */
final class BedrockModel implements Model {
  private final BedrockRuntimeAsyncClient client;
  private final ProviderConfig config;
  private final Predicate<String> caches;
  private final Failures failures;

  /**
   * @param caches true for the ids of models with a prompt cache
   */
  BedrockModel(BedrockRuntimeAsyncClient client, ProviderConfig config, Predicate<String> caches) {
    this.client = client;
    this.config = config;
    this.caches = caches;
    this.failures = new Failures(config.name());
  }

  @Override
  public Reply reply(ModelRequest request, ReplySink sink) throws InterruptedException {
    ConverseStreamRequest sent =
        BedrockRequests.of(request, config.promptCache() && caches.test(request.model()));
    ReplyAssembly assembly = new ReplyAssembly(sink);
    BedrockStream stream = new BedrockStream();
    CompletableFuture<Void> call = client.converseStream(sent, stream);
    try {
      return new Reading(assembly).all(stream, request.model());
    } catch (ModelException e) {
      throw assembly.shown() ? failures.afterParts(e) : e;
    } finally {
      stream.cancel();
      call.cancel(true);
    }
  }

  /** One stream being read. */
  private final class Reading {
    private final ReplyAssembly assembly;
    private @Nullable StopReason stop;
    private Usage usage = Usage.NONE;

    Reading(ReplyAssembly assembly) {
      this.assembly = assembly;
    }

    Reply all(BedrockStream stream, String model) throws InterruptedException {
      while (true) {
        switch (stream.next()) {
          case BedrockStream.Part.Event(ConverseStreamOutput event) -> take(event);
          case BedrockStream.Part.Failed(Throwable cause) -> throw failure(cause);
          case BedrockStream.Part.End _ -> {
            if (stop == null) {
              throw failures.endedEarly();
            }
            return assembly.finish(stop, usage, model);
          }
        }
      }
    }

    private void take(ConverseStreamOutput output) {
      switch (output) {
        case ContentBlockStartEvent event -> {
          if (event.start().toolUse() != null) {
            assembly.toolCall(event.start().toolUse().toolUseId(), event.start().toolUse().name());
          }
        }
        case ContentBlockDeltaEvent event -> take(event.delta());
        case ContentBlockStopEvent _ -> assembly.closeBlock();
        case MessageStopEvent event -> stop = stop(event);
        case ConverseStreamMetadataEvent event -> usage = usage(event.usage());
        // The start of the message, and what Bedrock will send one day.
        default -> {}
      }
    }

    private void take(ContentBlockDelta delta) {
      ReasoningContentBlockDelta reasoning = delta.reasoningContent();
      if (delta.text() != null) {
        assembly.text(delta.text());
      } else if (delta.toolUse() != null) {
        assembly.arguments(delta.toolUse().input());
      } else if (reasoning != null && reasoning.text() != null) {
        assembly.reasoning(reasoning.text());
      } else if (reasoning != null && reasoning.signature() != null) {
        assembly.signature(reasoning.signature());
      }
    }
  }

  private static StopReason stop(MessageStopEvent event) {
    return switch (event.stopReason()) {
      case TOOL_USE -> StopReason.TOOL_USE;
      case MAX_TOKENS, MODEL_CONTEXT_WINDOW_EXCEEDED -> StopReason.MAX_TOKENS;
      case STOP_SEQUENCE -> StopReason.STOP_SEQUENCE;
      case GUARDRAIL_INTERVENED, CONTENT_FILTERED -> StopReason.CONTENT_FILTERED;
      case END_TURN, MALFORMED_MODEL_OUTPUT, MALFORMED_TOOL_USE, UNKNOWN_TO_SDK_VERSION ->
          StopReason.END_TURN;
    };
  }

  /** Bedrock counts what its cache held and took in beside the input, not within it. */
  private static Usage usage(@Nullable TokenUsage counted) {
    if (counted == null) {
      return Usage.NONE;
    }
    long read = HttpModel.count(counted.cacheReadInputTokens());
    long written = HttpModel.count(counted.cacheWriteInputTokens());
    return new Usage(
        HttpModel.count(counted.inputTokens()) + read + written,
        HttpModel.count(counted.outputTokens()),
        read,
        written);
  }

  private ModelException failure(Throwable thrown) {
    Throwable cause =
        thrown instanceof CompletionException && thrown.getCause() != null
            ? thrown.getCause()
            : thrown;
    return switch (cause) {
      case ModelException known -> known;
      case AwsServiceException refused -> failures.of(told(refused));
      case SdkClientException own when String.valueOf(own.getMessage()).contains("credentials") ->
          failures.badCredentials(" (none were found)");
      default -> failures.broken(config.baseUrl(), root(cause));
    };
  }

  private static Failures.Told told(AwsServiceException refused) {
    AwsErrorDetails details = refused.awsErrorDetails();
    if (details == null) {
      return new Failures.Told(refused.statusCode(), "", "", null);
    }
    String code = details.errorCode() == null ? "" : details.errorCode();
    String message = details.errorMessage() == null ? "" : details.errorMessage();
    return new Failures.Told(
        refused.statusCode(),
        code,
        message,
        details.sdkHttpResponse() == null
            ? null
            : WireClient.retryAfter(details.sdkHttpResponse().headers()));
  }

  private static Throwable root(Throwable thrown) {
    Throwable cause = thrown.getCause();
    return cause == null ? thrown : root(cause);
  }
}
