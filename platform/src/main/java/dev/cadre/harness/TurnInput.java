package dev.cadre.harness;

import dev.cadre.model.Content;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a caller brings to a conversation. */
public sealed interface TurnInput {

  /** A person says something: text, images, documents. */
  record Said(List<Content> content, Beside beside) implements TurnInput {
    public Said {
      content = List.copyOf(content);
    }

    /** With nothing beside. */
    public Said(List<Content> content) {
      this(content, Beside.NOTHING);
    }
  }

  /** The results of tools that the caller runs itself. */
  record Results(List<Content.ToolResult> results) implements TurnInput {
    public Results {
      results = List.copyOf(results);
    }
  }

  /** A person's decisions on calls that waited for one. */
  record Decisions(List<Decision> decisions) implements TurnInput {
    public Decisions {
      decisions = List.copyOf(decisions);
    }
  }

  /**
   * @param reason for a refusal, told to the model
   */
  record Decision(String callId, boolean allowed, String by, @Nullable String reason) {}
}
