package dev.cadre.memory;

import dev.cadre.store.Sql;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Memories as this node read them last, so that an event costs one statement and not two. They may
 * have changed since: whoever writes by them has the database look whether they did. Thread-safe.
 */
final class KnownMemories {
  private static final int KEPT = 10_000;

  private final Sql sql;
  private final Map<MemoryId, Memory> read = new ConcurrentHashMap<>();

  KnownMemories(Sql sql) {
    this.sql = sql;
  }

  /** As it was read last; read now when it never was. */
  Memory get(MemoryId id) {
    Memory known = read.get(id);
    return known == null ? again(id) : known;
  }

  /** Reads it now. Throws as {@link MemoryStore#require} and {@link Memory#requireActive}. */
  Memory again(MemoryId id) {
    read.remove(id);
    Memory memory = MemoryStore.require(sql, id).requireActive();
    if (read.size() >= KEPT) {
      read.clear();
    }
    read.put(id, memory);
    return memory;
  }
}
