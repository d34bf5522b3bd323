package dev.cadre.offline;

import dev.cadre.model.Content;
import dev.cadre.model.Message;
import dev.cadre.model.ModelRequest;
import dev.cadre.model.ToolSpec;
import java.util.List;

/** Counts tokens as a language model would roughly have them: four characters of English each. */
final class Tokens {
  private static final int CHARACTERS = 4;

  /** What providers count for a picture of usual size. */
  private static final long IMAGE = 1_500;

  private Tokens() {}

  static long in(String text) {
    return (text.length() + CHARACTERS - 1) / CHARACTERS;
  }

  static long in(ModelRequest request) {
    long tokens = in(request.system());
    for (Message message : request.messages()) {
      tokens += in(message.content());
    }
    for (ToolSpec tool : request.tools()) {
      tokens += in(tool.name()) + in(tool.description()) + in(tool.inputSchema().toString());
    }
    return tokens;
  }

  static long in(List<Content> content) {
    long tokens = 0;
    for (Content block : content) {
      tokens +=
          switch (block) {
            case Content.Text text -> in(text.text());
            case Content.Image _ -> IMAGE;
            case Content.Document document -> document.data().length() / CHARACTERS;
            case Content.ToolCall call -> in(call.name()) + in(call.arguments().toString());
            case Content.ToolResult result -> in(result.content());
            case Content.Data data -> in(data.json().toString());
            case Content.Reasoning reasoning -> in(reasoning.text());
          };
    }
    return tokens;
  }
}
