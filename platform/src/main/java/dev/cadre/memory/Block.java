package dev.cadre.memory;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The records of one namespace as they were at one version. Immutable.
 *
 * @param vectors those of the records, in their order
 * @param bytes about what it takes of the heap
 */
record Block(long version, List<Indexed> records, Matrix vectors, long bytes) {

  static Block of(long version, Collection<Indexed> records) {
    Matrix vectors = Matrix.of(records.stream().map(Indexed::vector).toList());
    List<Indexed> placed = new ArrayList<>(records.size());
    for (Indexed record : records) {
      placed.add(record.at(vectors.at(placed.size())));
    }
    long bytes = vectors.bytes() + placed.stream().mapToLong(Indexed::bytes).sum();
    return new Block(version, List.copyOf(placed), vectors, bytes);
  }

  /** The same with records added or replaced. */
  Block with(long newVersion, List<Indexed> changes) {
    if (changes.isEmpty()) {
      return new Block(newVersion, records, vectors, bytes);
    }
    Map<String, Indexed> all = LinkedHashMap.newLinkedHashMap(records.size() + changes.size());
    records.forEach(one -> all.put(one.id(), one));
    changes.forEach(one -> all.put(one.id(), one));
    return of(newVersion, all.values());
  }
}
