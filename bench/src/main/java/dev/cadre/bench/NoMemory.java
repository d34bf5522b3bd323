package dev.cadre.bench;

import dev.cadre.harness.AgentDefinition.MemoryUse.LongTerm;
import dev.cadre.harness.ConversationId;
import dev.cadre.harness.LongTermMemory;
import java.util.List;

/** For agents that are measured without one. */
final class NoMemory implements LongTermMemory {
  @Override
  public List<String> recall(LongTerm use, ConversationId conversation, String said) {
    return List.of();
  }

  @Override
  public void remember(
      LongTerm use, ConversationId conversation, String turn, String said, String answer) {}

  @Override
  public void forget(LongTerm use, ConversationId conversation) {}
}
