package dev.cadre.harness;

import dev.cadre.fault.Fault;
import dev.cadre.harness.AgentDefinition.MemoryUse.LongTerm;
import java.util.ArrayList;
import java.util.List;

/** A memory in a list: it recalls all, and can be told to fail. */
final class Notes implements LongTermMemory {
  /** What was kept: the actor, the session, what was said and answered. */
  record Note(String actor, String session, String turn, String said, String answer) {}

  final List<Note> kept = new ArrayList<>();
  final List<String> asked = new ArrayList<>();
  final List<String> known = new ArrayList<>();
  volatile boolean down;

  @Override
  public synchronized List<String> recall(LongTerm use, ConversationId conversation, String said) {
    requireUp();
    asked.add(use.actor() + ": " + said);
    return List.copyOf(known);
  }

  @Override
  public synchronized void remember(
      LongTerm use, ConversationId conversation, String turn, String said, String answer) {
    requireUp();
    kept.add(new Note(use.actor(), conversation.session(), turn, said, answer));
  }

  @Override
  public synchronized void forget(LongTerm use, ConversationId conversation) {
    requireUp();
    kept.removeIf(note -> note.session().equals(conversation.session()));
  }

  private void requireUp() {
    if (down) {
      throw new Fault.Unavailable("the memory is away; try again later");
    }
  }
}
