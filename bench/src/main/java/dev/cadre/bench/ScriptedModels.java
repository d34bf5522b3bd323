package dev.cadre.bench;

import dev.cadre.model.Caller;
import dev.cadre.model.Content;
import dev.cadre.model.ModelRequest;
import dev.cadre.model.Models;
import dev.cadre.model.Reply;
import dev.cadre.model.ReplyEvent;
import dev.cadre.model.ReplySink;
import dev.cadre.model.StopReason;
import dev.cadre.model.Usage;
import java.util.List;

/** Models that say the same twenty words at once. */
final class ScriptedModels implements Models {
  static final List<String> WORDS =
      List.of(
          "Your ",
          "order ",
          "was ",
          "shipped ",
          "on ",
          "Monday ",
          "with ",
          "DHL ",
          "and ",
          "will ",
          "be ",
          "with ",
          "you ",
          "on ",
          "Thursday; ",
          "shall ",
          "I ",
          "send ",
          "a ",
          "reminder?");

  private static final Reply REPLY =
      new Reply(
          List.of(new Content.Text(String.join("", WORDS))),
          StopReason.END_TURN,
          new Usage(1_000, WORDS.size()),
          "scripted");

  @Override
  public Reply reply(Caller caller, ModelRequest request, ReplySink sink) {
    WORDS.forEach(word -> sink.accept(new ReplyEvent.TextDelta(0, word)));
    return REPLY;
  }

  @Override
  public int contextTokens(String model) {
    return 200_000;
  }

  @Override
  public int estimateTokens(ModelRequest request) {
    return 1_000;
  }
}
