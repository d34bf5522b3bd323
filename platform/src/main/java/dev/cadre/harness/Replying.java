package dev.cadre.harness;

import dev.cadre.harness.Mailbox.Stopped;
import dev.cadre.model.ModelException;

/** Gets a turn's next reply, and records it. */
interface Replying {

  /**
   * @param step counts the turn's replies from 1
   * @param correction said to the model behind the conversation, and not kept; empty for nothing
   * @throws ModelException when there is no whole reply
   */
  void run(int step, String correction) throws InterruptedException, Stopped;
}
