package dev.cadre.harness;

import dev.cadre.model.Content;
import dev.cadre.tool.Tool;
import dev.cadre.tool.ToolInvocation;
import dev.cadre.tool.ToolOutcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** An agent as a tool, which may be watched at work. */
public interface AgentTool extends Tool {

  /** The agent's name, as people know it. */
  String agent();

  /**
   * As {@link #call(ToolInvocation)}.
   *
   * @param outer what of the calling turn the agent may use
   * @param watcher shown what the agent does as it does it
   */
  ToolOutcome call(ToolInvocation invocation, Outer outer, Watcher watcher)
      throws InterruptedException;

  @Override
  default ToolOutcome call(ToolInvocation invocation) throws InterruptedException {
    return call(invocation, Outer.NOTHING, (_, _) -> {});
  }

  /**
   * What of the calling turn goes along with a call, whether or not a model thought of it.
   *
   * @param files images and documents that a person sent with what was said last
   * @param context as {@link Beside} has it
   */
  record Outer(List<Content> files, String context) {
    public static final Outer NOTHING = new Outer(List.of(), "");

    private static final int MOST = 10;
    private static final int MOST_BYTES = 10_000_000;

    public Outer {
      files = List.copyOf(files);
    }

    /** Of what was said: the first {@value #MOST} files that fit {@value #MOST_BYTES} bytes. */
    static Outer of(List<Content> said, String context) {
      List<Content> files = new ArrayList<>();
      int room = MOST_BYTES;
      for (Content content : said) {
        int size =
            switch (content) {
              case Content.Image image -> image.data().length();
              case Content.Document document -> document.data().length();
              case Content.Text _,
                  Content.Data _,
                  Content.ToolCall _,
                  Content.ToolResult _,
                  Content.Reasoning _ ->
                  0;
            };
        if (size > 0 && size <= room && files.size() < MOST) {
          files.add(content);
          room -= size;
        }
      }
      return new Outer(files, context);
    }
  }

  /** Whoever watches an agent at work. */
  @FunctionalInterface
  interface Watcher {
    /**
     * Called in order, from one thread.
     *
     * @param session the agent's own
     * @throws IOException when nobody watches any more: the agent may stop
     */
    void saw(String session, TurnEvent event) throws IOException;
  }
}
