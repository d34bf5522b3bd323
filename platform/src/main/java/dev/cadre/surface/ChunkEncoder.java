package dev.cadre.surface;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cadre.harness.TurnEvent;
import dev.cadre.harness.TurnEvent.Outcome;
import dev.cadre.json.Json;
import dev.cadre.model.Content;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The completion of Bedrock's InvokeAgent: the text as it comes, and a last sentence where a turn
 * ends without an answer.
 */
final class ChunkEncoder implements Encoder {

  @Override
  public List<Frame> frames(TurnEvent event) {
    return switch (event) {
      case TurnEvent.Text text -> chunk(text.delta());
      case TurnEvent.Ended ended -> last(ended.outcome());
      case TurnEvent.Failed failed -> List.of(failed(failed));
      case TurnEvent.Started _,
          TurnEvent.ReplyStarted _,
          TurnEvent.Reasoning _,
          TurnEvent.ToolCallStarted _,
          TurnEvent.ToolCallArguments _,
          TurnEvent.ReplyEnded _,
          TurnEvent.ToolStarted _,
          TurnEvent.ToolEnded _,
          TurnEvent.ApprovalWanted _,
          TurnEvent.ApprovalGiven _,
          TurnEvent.ContextTrimmed _,
          TurnEvent.Recalled _,
          TurnEvent.Remembered _,
          TurnEvent.HookAsked _,
          TurnEvent.Decided _,
          TurnEvent.Within _ ->
          List.of();
    };
  }

  private static List<Frame> last(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Answer _, Outcome.Cancelled _ -> List.of();
      case Outcome.AwaitsApproval(List<Content.ToolCall> calls) ->
          chunk("\n[a person must allow " + names(calls) + " before this goes on]");
      case Outcome.AwaitsResults(List<Content.ToolCall> calls) ->
          chunk("\n[the caller must run " + names(calls) + ", which this protocol cannot]");
      case Outcome.LimitReached reached -> chunk("\n[" + reached.message() + "]");
      case Outcome.Stopped stopped -> chunk("\n[" + stopped.reason() + "]");
    };
  }

  private static String names(List<Content.ToolCall> calls) {
    return calls.stream().map(Content.ToolCall::name).collect(Collectors.joining(", "));
  }

  private static List<Frame> chunk(String text) {
    String bytes = Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    return List.of(new Frame.Event("chunk", Json.object().put("bytes", bytes)));
  }

  private static Frame failed(TurnEvent.Failed failed) {
    String type =
        switch (failed.code()) {
          case "ValidationException" -> "validationException";
          case "ThrottlingException" -> "throttlingException";
          case "AccessDeniedException" -> "accessDeniedException";
          case "ServiceQuotaExceededException" -> "serviceQuotaExceededException";
          case "InternalServerException" -> "internalServerException";
          default -> "dependencyFailedException";
        };
    return new Frame.Failure(type, Json.object().put("message", failed.message()));
  }
}
