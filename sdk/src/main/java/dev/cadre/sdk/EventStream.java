package dev.cadre.sdk;

import org.jspecify.annotations.Nullable;

/**
 * An answer sent piece by piece, as server-sent events. Each call has handed its event to the
 * network when it returns, and blocks while the reader is slow. Safe for use by several threads.
 *
 * <p>Every call throws {@link java.io.UncheckedIOException} once the reader has gone: let it pass,
 * and the invocation ends.
 */
public interface EventStream {

  /** Sends {@code data: <the value as JSON>}, the form that the official Python package sends. */
  void send(@Nullable Object value);

  /**
   * Sends {@code event: <name>} with the value as JSON.
   *
   * @throws IllegalArgumentException when the name is empty or holds a line break
   */
  void send(String event, @Nullable Object value);
}
