package dev.cadre.memory;

import dev.cadre.store.Sql;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** What every change of records begins with. Every method runs on the caller's transaction. */
final class RecordChanges {
  private RecordChanges() {}

  /** Locks the namespaces that the records are in, and {@code others}. */
  static Map<String, Namespaces.Locked> lock(
      Sql sql, MemoryId memory, Collection<String> ids, Collection<String> others) {
    TreeSet<String> namespaces = new TreeSet<>(others);
    // What another transaction moves meanwhile is looked for again once it is locked.
    while (true) {
      RecordStore.all(sql, memory, ids).forEach(found -> namespaces.add(found.namespace()));
      Map<String, Namespaces.Locked> locked = Namespaces.lock(sql, memory, namespaces);
      boolean complete =
          RecordStore.all(sql, memory, ids).stream()
              .allMatch(found -> locked.containsKey(found.namespace()));
      if (complete) {
        return locked;
      }
    }
  }

  /** Removes those of the records that are there, and returns their ids. */
  static List<String> remove(Sql sql, MemoryId memory, Collection<String> ids) {
    lock(sql, memory, ids, List.of())
        .values()
        .forEach(namespace -> Namespaces.removed(sql, namespace));
    List<String> found = RecordStore.all(sql, memory, ids).stream().map(MemoryRecord::id).toList();
    RecordStore.delete(sql, found);
    return found;
  }
}
