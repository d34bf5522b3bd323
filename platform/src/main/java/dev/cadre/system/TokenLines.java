package dev.cadre.system;

import dev.cadre.harness.TurnEvent;
import dev.cadre.json.Json;
import java.io.IOException;

/**
 * The answer of a turn as it is written: {@code token_streaming_started}, {@code token} for each
 * word, {@code token_streaming_complete}. Where the model writes anew after it had tools called,
 * the start comes again: what was said before is not the answer. An answer that is bounded comes
 * when it is whole, for nobody knows before where it ends.
 */
final class TokenLines implements RouteLines {
  private static final String WORDS = "(?<=\\s)(?=\\S)";

  private final JsonLines out;
  private final boolean bounded;
  private boolean started;

  TokenLines(JsonLines out, boolean bounded) {
    this.out = out;
    this.bounded = bounded;
  }

  @Override
  public Names names() {
    return new Names(
        "request_processing_started", "request_processing_complete", "request_processing_error");
  }

  @Override
  public void accept(TurnEvent event) throws IOException {
    switch (event) {
      case TurnEvent.ReplyStarted _ -> started = false;
      case TurnEvent.Text text when !bounded -> tokens(text.delta());
      case TurnEvent.Text _,
          TurnEvent.Started _,
          TurnEvent.Reasoning _,
          TurnEvent.ToolCallStarted _,
          TurnEvent.ToolCallArguments _,
          TurnEvent.ReplyEnded _,
          TurnEvent.ToolStarted _,
          TurnEvent.ToolEnded _,
          TurnEvent.Decided _,
          TurnEvent.Within _,
          TurnEvent.ApprovalWanted _,
          TurnEvent.ApprovalGiven _,
          TurnEvent.ContextTrimmed _,
          TurnEvent.Recalled _,
          TurnEvent.Remembered _,
          TurnEvent.HookAsked _,
          TurnEvent.Ended _,
          TurnEvent.Failed _ -> {}
    }
  }

  private void tokens(String text) throws IOException {
    if (!started) {
      started = true;
      out.line("token_streaming_started", Json.object());
    }
    for (String token : text.split(WORDS, -1)) {
      out.line("token", Json.object().put("content", token));
    }
  }

  @Override
  public void whole(String text) throws IOException {
    if (!started && !text.isEmpty()) {
      tokens(text);
    }
    if (started) {
      out.line("token_streaming_complete", Json.object());
    }
  }
}
