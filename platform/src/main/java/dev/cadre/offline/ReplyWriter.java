package dev.cadre.offline;

import dev.cadre.json.Json;
import dev.cadre.model.Content;
import dev.cadre.model.ModelRequest;
import dev.cadre.model.Reply;
import dev.cadre.model.ReplyEvent.TextDelta;
import dev.cadre.model.ReplyEvent.ToolCallDelta;
import dev.cadre.model.ReplyEvent.ToolCallStart;
import dev.cadre.model.ReplySink;
import dev.cadre.model.StopReason;
import dev.cadre.model.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Streams a reply as a language model would: word by word, arguments in pieces. */
final class ReplyWriter {
  private static final String MODEL = "offline";
  private static final Pattern PIECE = Pattern.compile("\\S*\\s*");
  private static final int ARGUMENTS_PIECE = 32;

  private final ModelRequest request;
  private final ReplySink sink;
  private final List<Content> content = new ArrayList<>();
  private StopReason stop = StopReason.END_TURN;

  ReplyWriter(ModelRequest request, ReplySink sink) {
    this.request = request;
    this.sink = sink;
  }

  /** Ends at a stop text, or where as many tokens are written as were asked for. */
  void text(String whole) throws InterruptedException {
    String text = whole;
    for (String end : request.sampling().stop()) {
      int at = end.isEmpty() ? -1 : text.indexOf(end);
      if (at >= 0) {
        text = text.substring(0, at);
        stop = StopReason.STOP_SEQUENCE;
      }
    }
    Integer most = request.sampling().maxTokens();
    StringBuilder written = new StringBuilder();
    Matcher piece = PIECE.matcher(text);
    while (piece.find() && !piece.group().isEmpty()) {
      if (most != null && Tokens.in(written + piece.group()) > most) {
        stop = StopReason.MAX_TOKENS;
        break;
      }
      if (Thread.interrupted()) {
        throw new InterruptedException("the offline model's reply was cancelled");
      }
      written.append(piece.group());
      sink.accept(new TextDelta(content.size(), piece.group()));
    }
    if (!written.isEmpty()) {
      content.add(new Content.Text(written.toString()));
    }
  }

  void call(Content.ToolCall call) {
    int block = content.size();
    sink.accept(new ToolCallStart(block, call.id(), call.name()));
    String json = Json.text(call.arguments());
    for (int at = 0; at < json.length(); at += ARGUMENTS_PIECE) {
      sink.accept(
          new ToolCallDelta(block, json.substring(at, Math.min(json.length(), at + ARGUMENTS_PIECE))));
    }
    content.add(call);
    stop = StopReason.TOOL_USE;
  }

  Reply reply() {
    return new Reply(content, stop, new Usage(Tokens.in(request), Tokens.in(content)), MODEL);
  }
}
