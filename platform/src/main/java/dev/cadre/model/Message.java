package dev.cadre.model;

import java.util.List;

/** One turn of a conversation. */
public sealed interface Message {
  List<Content> content();

  /** What the person says, and what tools answered. */
  record User(List<Content> content) implements Message {
    public User {
      content = List.copyOf(content);
    }

    public User(String text) {
      this(List.of(new Content.Text(text)));
    }
  }

  /** What the model said. */
  record Assistant(List<Content> content) implements Message {
    public Assistant {
      content = List.copyOf(content);
    }

    public Assistant(String text) {
      this(List.of(new Content.Text(text)));
    }
  }
}
