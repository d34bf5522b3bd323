package dev.cadre.server;

import dev.cadre.harness.AgentDefinition.MemoryUse.LongTerm;
import dev.cadre.harness.ConversationId;
import dev.cadre.harness.LongTermMemory;
import dev.cadre.memory.Recollection;
import java.util.List;

/** The memories of declared agents are the platform's own. Thread-safe. */
final class AgentMemory implements LongTermMemory {
  private final Recollection recollection;

  AgentMemory(Recollection recollection) {
    this.recollection = recollection;
  }

  @Override
  public List<String> recall(LongTerm use, ConversationId conversation, String said) {
    return recollection.recall(
        place(use, conversation),
        new Recollection.Wanted(
            use.strategies(),
            use.top(),
            use.summaries(),
            use.preferences(),
            use.recall().stream()
                .map(
                    place ->
                        new Recollection.Look(
                            place.namespace(), place.top(), place.score(), place.strategy()))
                .toList()),
        said);
  }

  @Override
  public void remember(
      LongTerm use, ConversationId conversation, String turn, String said, String answer) {
    recollection.remember(place(use, conversation), turn, said, answer);
  }

  @Override
  public void forget(LongTerm use, ConversationId conversation) {
    recollection.forgetSession(place(use, conversation));
  }

  private static Recollection.Place place(LongTerm use, ConversationId conversation) {
    return new Recollection.Place(use.memory(), use.actor(), conversation.session());
  }
}
