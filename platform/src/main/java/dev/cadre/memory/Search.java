package dev.cadre.memory;

import dev.cadre.http.PageToken;
import dev.cadre.http.Routes;
import dev.cadre.json.Json;
import dev.cadre.store.Database;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Finds the records that answer a question. Thread-safe. */
final class Search {
  private static final String LISTING = "RetrieveMemoryRecords";
  private static final int TOP = 10;

  private final Database database;
  private final InstantSource clock;
  private final Meaning meaning;
  private final Blocks blocks;

  Search(Database database, InstantSource clock, Meaning meaning, Blocks blocks) {
    this.database = database;
    this.clock = clock;
    this.meaning = meaning;
    this.blocks = blocks;
  }

  /**
   * What is looked for.
   *
   * @param strategy null for records of all
   * @param top how many at most
   */
  record Question(
      MemoryId memory,
      NamespacePath path,
      String text,
      @Nullable String strategy,
      MetadataFilter filter,
      int top) {
    private boolean takes(Indexed record) {
      return (strategy == null || strategy.equals(record.strategy()))
          && filter.holds(record.metadata(), record.createdAt(), record.updatedAt());
    }
  }

  /**
   * @param score from 0 to 1
   */
  record Found(MemoryRecord record, double score) {}

  void bind(Routes routes) {
    routes.aws(EventOperations.SERVICE, LISTING, (_, input) -> retrieve(input));
  }

  ObjectNode retrieve(ObjectNode input) {
    Memory memory = MemoryStore.require(database, MemoryId.of(input));
    var criteria = input.path("searchCriteria");
    Storable.check(criteria);
    List<Found> found =
        find(
            new Question(
                memory.id(),
                NamespacePath.of(input),
                criteria.path("searchQuery").asString(),
                criteria.path("memoryStrategyId").asString(null),
                MetadataFilter.of(criteria.path("metadataFilters"), memory),
                criteria.path("topK").asInt(TOP)));
    // A place in the answer to one question is none in another's.
    String listing =
        String.join(
            "\n",
            LISTING,
            memory.id().value(),
            NamespacePath.of(input).text(),
            Json.text(criteria));
    String token = input.path("nextToken").asString(null);
    int from = token == null ? 0 : Integer.parseInt(PageToken.decode(listing, token));
    int until = Math.min(found.size(), from + EventOperations.limit(input));
    ObjectNode body = Json.object();
    ArrayNode records = body.putArray("memoryRecordSummaries");
    for (Found one : found.subList(Math.min(from, until), until)) {
      records.add(one.record().json().put("score", one.score()));
    }
    if (until < found.size()) {
      body.put("nextToken", PageToken.encode(listing, String.valueOf(until)));
    }
    return body;
  }

  /** The best first. */
  List<Found> find(Question question) {
    Ranking ranking =
        new Ranking(
            meaning(question.text()),
            words(question.text()),
            clock.instant(),
            question.top(),
            Ranking.Weights.TUNED);
    blocks.each(question.memory(), question.path(), block -> ranking.look(block, question::takes));
    return shown(question.memory(), ranking.best());
  }

  private List<Found> shown(MemoryId memory, List<Ranking.Scored> best) {
    Map<String, MemoryRecord> records =
        RecordStore.all(database, memory, best.stream().map(s -> s.record().id()).toList()).stream()
            .collect(Collectors.toMap(MemoryRecord::id, Function.identity()));
    List<Found> found = new ArrayList<>();
    for (Ranking.Scored scored : best) {
      MemoryRecord record = records.get(scored.record().id());
      // One that was forgotten this moment is not shown.
      if (record != null) {
        found.add(new Found(record, scored.score()));
      }
    }
    return found;
  }

  Vector meaning(String text) {
    return meaning.embed(text);
  }

  long[] words(String text) {
    return database
        .list("select lexeme from unnest(to_tsvector('english', ?))", row -> row.getString(1), text)
        .stream()
        .mapToLong(Words::hash)
        .toArray();
  }
}
