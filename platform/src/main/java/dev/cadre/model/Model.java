package dev.cadre.model;

/**
 * A language model, wherever it runs. Calls block; many threads may call at once. Interrupting the
 * calling thread cancels the call, and the provider is told where its protocol allows it.
 */
@FunctionalInterface
public interface Model {

  /**
   * Answers the conversation's last message.
   *
   * @param sink gets the reply's parts as they come, on the calling thread and in order; what it
   *     throws ends the call
   * @return the whole reply, of which the sink has seen every part
   * @throws ModelException when there is no reply, or only the beginning of one
   */
  Reply reply(ModelRequest request, ReplySink sink) throws InterruptedException;
}
