package dev.cadre.memory;

import dev.cadre.fault.Fault;
import dev.cadre.store.Database;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Recalls from the namespaces that somebody names, and not from those of a memory's strategies. */
final class Looking {
  private final Database database;
  private final Search search;

  Looking(Database database, Search search) {
    this.database = database;
    this.search = search;
  }

  /**
   * By place in the order of {@code looks}, and there the nearest first; none for an empty
   * question.
   *
   * @throws Fault.Invalid when a namespace has a variable that nothing fills
   */
  List<MemoryRecord> records(
      Memory memory, String actor, String session, List<Recollection.Look> looks, String question) {
    List<MemoryRecord> records = new ArrayList<>();
    for (Recollection.Look look : question.isBlank() ? List.<Recollection.Look>of() : looks) {
      search
          .find(
              new Search.Question(
                  memory.id(),
                  namespace(look, actor, session),
                  question,
                  look.strategy().isEmpty() ? null : look.strategy(),
                  MetadataFilter.NONE,
                  look.top()))
          .stream()
          .filter(found -> found.score() >= look.score())
          .map(Search.Found::record)
          .filter(record -> isOf(actor, look, record))
          .forEach(records::add);
    }
    return records;
  }

  private static NamespacePath namespace(Recollection.Look look, String actor, String session) {
    Map<String, String> values = new HashMap<>();
    values.put(NamespaceTemplate.ACTOR, actor);
    values.put(NamespaceTemplate.SESSION, session);
    if (!look.strategy().isEmpty()) {
      values.put(NamespaceTemplate.STRATEGY, look.strategy());
    }
    return new NamespaceTemplate(look.namespace())
        .resolve(values)
        .map(NamespacePath::new)
        .orElseThrow(
            () ->
                new Fault.Invalid(
                    "namespace '%s' has a variable that is neither {actorId}, {sessionId} nor, beside a strategy, {memoryStrategyId}"
                        .formatted(look.namespace())));
  }

  /** What lies deeper than was asked may be of an actor with a slash in its id. */
  private boolean isOf(String actor, Recollection.Look look, MemoryRecord record) {
    NamespaceTemplate template = new NamespaceTemplate(look.namespace());
    return !template.variables().contains(NamespaceTemplate.ACTOR)
        || template.depth() == NamespaceTemplate.depth(record.namespace())
        || RecordStore.sources(database, record.id()).stream()
            .anyMatch(source -> source.actor().equals(actor));
  }
}
