package dev.cadre.memory;

import dev.cadre.store.Database;
import dev.cadre.store.Traces;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Removes all that is known of an actor, or of one session of an actor: events, what strategies had
 * still to do, the records made of the events, and the records in namespaces that are named after
 * it. A record that was also made of others' events goes too: what it says can't be taken apart.
 */
final class Forgetting {
  private static final int BATCH = 500;
  private static final String SESSION =
      "s.memory_id = ? and s.actor_id = ? and s.session_id = coalesce(?, s.session_id)";

  private final Database database;
  private final Blocks blocks;
  private final List<Traces> elsewhere;

  /**
   * @param elsewhere what is kept of people and sessions outside of memories
   */
  Forgetting(Database database, Blocks blocks, List<Traces> elsewhere) {
    this.database = database;
    this.blocks = blocks;
    this.elsewhere = List.copyOf(elsewhere);
  }

  /**
   * Who or what is forgotten.
   *
   * @param session null for all of the actor
   */
  record Subject(MemoryId memory, String actor, @Nullable String session) {
    /** What a namespace is named after. */
    private String named() {
      return "/" + (session == null ? actor : session) + "/";
    }
  }

  /**
   * How much there is.
   *
   * @param elsewhere what the rest of the platform keeps of the actor and these sessions: turns of
   *     declared agents, lines that workers logged, spans, ended sessions and the like
   */
  record Count(
      long sessions, long events, long records, long namespaces, long sources, long elsewhere) {
    boolean none() {
      return sessions + events + records + namespaces + sources + elsewhere == 0;
    }
  }

  Count count(Memory memory, Subject subject) {
    return count(memory, subject, traces(subject));
  }

  /**
   * Of an actor all sessions, also those that no memory knows. People's names elsewhere may have
   * become an actor's id here.
   */
  private Traces.Of traces(Subject subject) {
    Set<String> sessions =
        new HashSet<>(
            database.list(
                "select s.session_id from memory_session s where " + SESSION,
                row -> row.getString(1),
                sessionArgs(subject)));
    if (subject.session() != null) {
      return new Traces.Of(Set.of(), sessions);
    }
    Set<String> people = new HashSet<>(Set.of(subject.actor()));
    elsewhere.forEach(
        place ->
            place.people().stream()
                .filter(name -> Ids.actor(name).equals(subject.actor()))
                .forEach(people::add));
    elsewhere.forEach(place -> sessions.addAll(place.sessions(people)));
    return new Traces.Of(people, sessions);
  }

  private Count count(Memory memory, Subject subject, Traces.Of traces) {
    return new Count(
        number("select count(*) from memory_session s where " + SESSION, sessionArgs(subject)),
        number(
            "select count(*) from memory_event e join memory_session s on s.key = e.session_key"
                + " where "
                + SESSION,
            sessionArgs(subject)),
        records(memory, subject, Integer.MAX_VALUE).size(),
        namespaces(memory, subject).size(),
        number("select count(*) from memory_source s where " + SESSION, sessionArgs(subject)),
        elsewhere.stream().mapToLong(place -> place.count(traces)).sum());
  }

  /**
   * Removes it, and looks whether it is gone.
   *
   * @return what there was, and what is left: nothing, unless more came meanwhile
   */
  Forgotten forget(Memory memory, Subject subject) {
    Traces.Of traces = traces(subject);
    Count before = count(memory, subject, traces);
    elsewhere.forEach(place -> place.forget(traces));
    // First what records could still be made of; a strategy at work loses its lease.
    while (removeEvents(subject) == BATCH) {
      // The next.
    }
    database.update("delete from memory_session s where " + SESSION, sessionArgs(subject));
    List<String> records;
    do {
      records = records(memory, subject, BATCH);
      List<String> some = records;
      database.transaction(sql -> RecordChanges.remove(sql, memory.id(), some));
    } while (records.size() == BATCH);
    for (long namespace : namespaces(memory, subject)) {
      database.update("delete from memory_namespace where key = ?", namespace);
    }
    Keeper.forgetAnswers(database, memory.id());
    blocks.clear();
    return new Forgotten(before, count(memory, subject, traces));
  }

  record Forgotten(Count before, Count left) {}

  private static @Nullable Object[] sessionArgs(Subject subject) {
    return new @Nullable Object[] {subject.memory().value(), subject.actor(), subject.session()};
  }

  private int removeEvents(Subject subject) {
    return database.update(
        """
        delete from memory_event where (session_key, seq) in (
          select e.session_key, e.seq from memory_event e join memory_session s on s.key = e.session_key
          where s.memory_id = ? and s.actor_id = ? and s.session_id = coalesce(?, s.session_id) limit ?)
        """,
        subject.memory().value(),
        subject.actor(),
        subject.session(),
        BATCH);
  }

  /** Records made of its events, and those in its namespaces. */
  private List<String> records(Memory memory, Subject subject, int limit) {
    return database.list(
        """
        select r.id from memory_record r join memory_namespace n on n.key = r.namespace_key
        where r.memory_id = ? and (
          (? and position(? in '/' || n.namespace || '/') > 0)
          or r.id in (select s.record_id from memory_source s
                      where s.memory_id = ? and s.actor_id = ? and s.session_id = coalesce(?, s.session_id)))
        limit ?
        """,
        row -> row.getString(1),
        memory.id().value(),
        distinct(memory, subject),
        subject.named(),
        memory.id().value(),
        subject.actor(),
        subject.session(),
        limit);
  }

  private List<Long> namespaces(Memory memory, Subject subject) {
    return database.list(
        "select key from memory_namespace where memory_id = ? and ? and position(? in '/' ||"
            + " namespace || '/') > 0",
        row -> row.getLong(1),
        memory.id().value(),
        distinct(memory, subject),
        subject.named());
  }

  /**
   * False when the id is a word that all namespaces have, such as an actor named "actors": then its
   * namespaces can't be told from others by their names.
   */
  private static boolean distinct(Memory memory, Subject subject) {
    Set<String> fixed =
        memory.strategies().stream()
            .map(strategy -> "/" + strategy.namespace().text() + "/")
            .collect(Collectors.toSet());
    fixed.add("/strategies/actors/sessions/");
    return fixed.stream().noneMatch(template -> template.contains(subject.named()));
  }

  private long number(String query, @Nullable Object... args) {
    return database.list(query, row -> row.getLong(1), args).getFirst();
  }
}
