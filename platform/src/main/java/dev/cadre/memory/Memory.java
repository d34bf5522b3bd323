package dev.cadre.memory;

import dev.cadre.fault.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * One memory.
 *
 * @param seq rises with creation
 * @param expiryDays how long its events are kept
 * @param definition the members of the API's Memory that are stored as they came
 */
record Memory(
    MemoryId id,
    long seq,
    String name,
    MemoryStatus status,
    int expiryDays,
    ObjectNode definition,
    List<Strategy> strategies,
    Instant createdAt,
    Instant updatedAt) {

  Memory {
    strategies = List.copyOf(strategies);
  }

  Optional<Strategy> strategy(String strategyId) {
    return strategies.stream().filter(s -> s.id().equals(strategyId)).findFirst();
  }

  /** Events that came before this are no longer there. */
  Instant horizon(Instant now) {
    return now.minus(Duration.ofDays(expiryDays));
  }

  Memory deleting(Instant now) {
    return new Memory(
        id, seq, name, MemoryStatus.DELETING, expiryDays, definition, strategies, createdAt, now);
  }

  NamespaceKeys namespaceKeys() {
    return new NamespaceKeys(definition.path("namespaceKeys"));
  }

  /** Throws {@link Fault.Conflict} while the memory is being deleted. */
  Memory requireActive() {
    return switch (status) {
      case ACTIVE -> this;
      case DELETING ->
          throw new Fault.Conflict("memory '" + id + "' is being deleted; use another");
    };
  }
}
