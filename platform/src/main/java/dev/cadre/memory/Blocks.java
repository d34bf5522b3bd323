package dev.cadre.memory;

import dev.cadre.store.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The records of namespaces, kept in memory while they are searched: those used last, up to a
 * number of bytes. What is kept is used only when its version is the database's, so that every node
 * sees every change at once. Thread-safe.
 */
final class Blocks {
  /** A path with more namespaces is read through, and not kept. */
  private static final int KEPT_NAMESPACES = 64;

  private static final int CHUNK = 5_000;

  /** About what a record takes, in bytes. */
  private static final long RECORD = 2_048;

  private static final String COLUMNS =
      """
      select r.id, r.seq, r.strategy_id, r.metadata, r.created_at, r.updated_at, r.embedding, r.embedder,
        r.words::text as words,
      """;

  private final Database database;
  private final Meaning meaning;
  private final long maxBytes;
  private final LinkedHashMap<Long, Block> kept = new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;

  Blocks(Database database, Meaning meaning, long maxBytes) {
    this.database = database;
    this.meaning = meaning;
    this.maxBytes = maxBytes;
  }

  /** Shows {@code to} all records under {@code path}, in pieces. */
  void each(MemoryId memory, NamespacePath path, Consumer<Block> to) {
    List<Namespaces.Row> namespaces = Namespaces.under(database, memory, path, KEPT_NAMESPACES + 1);
    if (namespaces.size() <= KEPT_NAMESPACES) {
      namespaces.forEach(namespace -> show(namespace, to));
    } else {
      readThrough(
          "join memory_namespace n on n.key = r.namespace_key where r.memory_id = ? and "
              + NamespacePath.condition("n.namespace"),
          to,
          memory.value(),
          path.text(),
          path.first(),
          path.end());
    }
  }

  /** One that does not fit is read through. */
  private void show(Namespaces.Row namespace, Consumer<Block> to) {
    if (kept(namespace.key()) == null && records(namespace) * RECORD > maxBytes) {
      readThrough("where r.namespace_key = ?", to, namespace.key());
    } else {
      to.accept(block(namespace));
    }
  }

  private long records(Namespaces.Row namespace) {
    return database
        .list(
            "select count(*) from memory_record where namespace_key = ?",
            row -> row.getLong(1),
            namespace.key())
        .getFirst();
  }

  /** Lets go of everything, such as what was forgotten. */
  synchronized void clear() {
    kept.clear();
    bytes = 0;
  }

  private Block block(Namespaces.Row namespace) {
    Block before = kept(namespace.key());
    if (before != null && before.version() >= namespace.version()) {
      return before;
    }
    Block block =
        before != null && before.version() >= namespace.removedVersion()
            ? before.with(namespace.version(), changes(namespace, before.version()))
            : Block.of(namespace.version(), changes(namespace, -1));
    keep(namespace.key(), block);
    return block;
  }

  private List<Indexed> changes(Namespaces.Row namespace, long since) {
    return read("where r.namespace_key = ? and r.version > ?", namespace.key(), since).records();
  }

  private void readThrough(String condition, Consumer<Block> to, Object... args) {
    String next = condition + " and r.seq > ? order by r.seq limit ?";
    @Nullable Object[] all = Arrays.copyOf(args, args.length + 2);
    all[args.length + 1] = CHUNK;
    long after = 0;
    Chunk chunk;
    do {
      all[args.length] = after;
      chunk = read(next, all);
      to.accept(Block.of(0, chunk.records()));
      after = chunk.last();
    } while (chunk.records().size() == CHUNK);
  }

  private record Chunk(List<Indexed> records, long last) {}

  private record Row(long seq, Indexed record, @Nullable String stale) {}

  private Chunk read(String condition, @Nullable Object... args) {
    @Nullable Object[] all = new @Nullable Object[args.length + 1];
    all[0] = meaning.name();
    System.arraycopy(args, 0, all, 1, args.length);
    List<Row> rows =
        database.list(
            COLUMNS
                + " case when r.embedder <> ? then r.content end as stale from memory_record r "
                + condition,
            Blocks::row,
            all);
    return new Chunk(fresh(rows), rows.isEmpty() ? 0 : rows.getLast().seq());
  }

  /** Vectors that another embedder made are made anew, once. */
  private List<Indexed> fresh(List<Row> rows) {
    List<String> texts = new ArrayList<>();
    rows.forEach(
        row -> {
          if (row.stale() != null) {
            texts.add(row.stale());
          }
        });
    if (texts.isEmpty()) {
      return rows.stream().map(Row::record).toList();
    }
    var vectors = meaning.embedAll(texts).iterator();
    List<Indexed> records = new ArrayList<>();
    List<@Nullable Object[]> updates = new ArrayList<>();
    for (Row row : rows) {
      Indexed one = row.record();
      if (row.stale() != null) {
        Vector vector = vectors.next();
        updates.add(new @Nullable Object[] {vector.bytes(), meaning.name(), one.id(), row.stale()});
        one = one.at(vector);
      }
      records.add(one);
    }
    database.batch(
        "update memory_record set embedding = ?, embedder = ? where id = ? and content = ?",
        updates);
    return records;
  }

  private static Row row(ResultSet row) throws SQLException {
    return new Row(
        row.getLong("seq"),
        new Indexed(
            row.getString("id"),
            row.getString("strategy_id"),
            MemoryStore.object(row, "metadata"),
            MemoryStore.instant(row, "created_at"),
            MemoryStore.instant(row, "updated_at"),
            Vector.read(row.getBytes("embedding")),
            Words.parse(row.getString("words"))),
        row.getString("stale"));
  }

  private synchronized @Nullable Block kept(long key) {
    return kept.get(key);
  }

  private synchronized void keep(long key, Block block) {
    Block before = kept.put(key, block);
    bytes += block.bytes() - (before == null ? 0 : before.bytes());
    var eldest = kept.entrySet().iterator();
    while (bytes > maxBytes && eldest.hasNext()) {
      bytes -= eldest.next().getValue().bytes();
      eldest.remove();
    }
  }
}
