package dev.cadre.offline;

import dev.cadre.embedding.Embedder;
import dev.cadre.model.Content;
import dev.cadre.model.Message;
import dev.cadre.model.Model;
import dev.cadre.model.ModelRequest;
import dev.cadre.model.Reply;
import dev.cadre.model.ReplySink;
import dev.cadre.model.StopReason;
import dev.cadre.model.Usage;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** WIP */
public final class OfflineModel implements Model {
  private final Embedder embedder;
  private final InstantSource clock;
  private final ZoneId zone;

  public OfflineModel(Embedder embedder, InstantSource clock, ZoneId zone) {
    this.embedder = embedder;
    this.clock = clock;
    this.zone = zone;
  }

  @Override
  public Reply reply(ModelRequest request, ReplySink sink) {
    LocalDate today = LocalDate.ofInstant(clock.instant(), zone);
    String text = request.messages().getLast() instanceof Message.User user ? Content.text(user.content()) : "";
    List<Tool> tools = request.tools().stream().map(Tool::of).toList();
    List<Content> content = new ArrayList<>();
    for (Planner.Call call : new Planner(embedder, today).plan(tools, text)) {
      if (call.arguments().missing().isEmpty()) {
        content.add(new Content.ToolCall("c" + content.size(), call.tool().spec().name(), call.arguments().json()));
      }
    }
    return new Reply(content, content.isEmpty() ? StopReason.END_TURN : StopReason.TOOL_USE, Usage.NONE, "offline");
  }
}
