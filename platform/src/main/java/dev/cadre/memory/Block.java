package dev.cadre.memory;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The records of one namespace as they were at one version. Immutable.
 *
 * @param bytes about what it takes of the heap
 */
record Block(long version, List<Indexed> records, long bytes) {

  static Block of(long version, Collection<Indexed> records) {
    return new Block(
        version, List.copyOf(records), records.stream().mapToLong(Indexed::bytes).sum());
  }

  /** The same with records added or replaced. */
  Block with(long newVersion, List<Indexed> changes) {
    if (changes.isEmpty()) {
      return new Block(newVersion, records, bytes);
    }
    Map<String, Indexed> all = LinkedHashMap.newLinkedHashMap(records.size() + changes.size());
    records.forEach(one -> all.put(one.id(), one));
    changes.forEach(one -> all.put(one.id(), one));
    return of(newVersion, all.values());
  }
}
