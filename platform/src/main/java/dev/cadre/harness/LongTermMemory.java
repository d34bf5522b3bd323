package dev.cadre.harness;

import dev.cadre.harness.AgentDefinition.MemoryUse.LongTerm;
import java.util.List;

/**
 * What outlasts a session. Every method may block, and may be called again with the same; what it
 * throws is told in the turn and does not end it. Thread-safe.
 */
public interface LongTermMemory {

  /**
   * What is known of the actor that may bear on {@code said}.
   *
   * @param said empty when a person sent no words
   * @return texts that are data: whoever was listened to may have put anything into them
   */
  List<String> recall(LongTerm use, ConversationId conversation, String said)
      throws InterruptedException;

  /**
   * Keeps what was said and answered.
   *
   * @param turn names the exchange: the same one is kept once
   */
  void remember(LongTerm use, ConversationId conversation, String turn, String said, String answer)
      throws InterruptedException;

  /** Removes what was said in the session; what was learnt of it stays. */
  void forget(LongTerm use, ConversationId conversation);
}
