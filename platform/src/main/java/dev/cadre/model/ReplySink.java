package dev.cadre.model;

/** Takes a reply's parts as they come. */
@FunctionalInterface
public interface ReplySink {
  /** Wants only the whole reply. */
  ReplySink NONE = _ -> {};

  void accept(ReplyEvent event);
}
