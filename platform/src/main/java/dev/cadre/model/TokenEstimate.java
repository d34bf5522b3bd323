package dev.cadre.model;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Guesses tokens without a tokenizer: English and code run to some four characters a token, JSON to
 * three, other scripts to one or two. It would rather say too many.
 */
final class TokenEstimate {
  private static final double ASCII_PER_TOKEN = 3.5;
  private static final int PER_MESSAGE = 6;
  private static final int PER_TOOL = 12;

  /** An image of the size providers scale to. */
  private static final int PER_IMAGE = 1_600;

  private static final int DOCUMENT_BYTES_PER_TOKEN = 12;

  private TokenEstimate() {}

  static int of(ModelRequest request) {
    long tokens = PER_MESSAGE + text(request.system());
    for (Message message : request.messages()) {
      tokens += PER_MESSAGE + content(message.content());
    }
    for (ToolSpec tool : request.tools()) {
      tokens +=
          PER_TOOL
              + text(tool.name())
              + text(tool.description())
              + text(tool.inputSchema().toString());
    }
    if (request.outputSchema() != null) {
      tokens += text(request.outputSchema().toString());
    }
    return (int) Math.min(Integer.MAX_VALUE, tokens);
  }

  static long text(String text) {
    long ascii = IntStream.range(0, text.length()).filter(i -> text.charAt(i) < 128).count();
    return (long) Math.ceil(ascii / ASCII_PER_TOKEN) + (text.length() - ascii);
  }

  private static long content(List<Content> blocks) {
    return blocks.stream().mapToLong(TokenEstimate::block).sum();
  }

  private static long block(Content block) {
    return switch (block) {
      case Content.Text(String text) -> text(text);
      case Content.Image _ -> PER_IMAGE;
      case Content.Document document ->
          text(document.name()) + 1 + document.data().length() / DOCUMENT_BYTES_PER_TOKEN;
      case Content.ToolCall call ->
          PER_TOOL + text(call.name()) + text(call.arguments().toString());
      case Content.ToolResult result -> PER_TOOL + content(result.content());
      case Content.Data(var json) -> text(json.toString());
      case Content.Reasoning(String text, _) -> text(text);
    };
  }
}
