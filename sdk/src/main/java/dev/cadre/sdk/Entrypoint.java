package dev.cadre.sdk;

import org.jspecify.annotations.Nullable;

/** The agent: called once for each invocation, each on its own virtual thread. */
@FunctionalInterface
public interface Entrypoint {

  /**
   * Answers one invocation.
   *
   * <p>What the value becomes: a {@link Reply} is sent as it is; a {@link java.util.stream.Stream}
   * or {@link java.util.Iterator} becomes server-sent events, one for each element; a {@code
   * byte[]} is sent as {@code application/octet-stream}; anything else, null included, as JSON (see
   * {@link Json#write}). Where {@link RequestContext#stream} was called, a value that is not null
   * becomes the last event.
   *
   * @throws Exception any; the caller gets status 500 with its message, or an error event when the
   *     answer has begun, and standard error the stack trace. A {@link Refusal} chooses the status
   */
  @Nullable Object answer(Payload payload, RequestContext context) throws Exception;
}
