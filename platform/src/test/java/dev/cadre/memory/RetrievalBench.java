package dev.cadre.memory;

import dev.cadre.embedding.BgeEmbedder;
import dev.cadre.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How well records are found: recall of the evidence that LoCoMo names for its questions, one
 * record for each turn, one namespace for each conversation. Run by hand with the path of {@code
 * locomo10.json}.
 */
final class RetrievalBench {
  /** The other conversations are what {@code bench recall} reports on. */
  private static final int TUNED_ON = 5;

  /** Questions that have no answer. */
  private static final int ADVERSARIAL = 5;

  private static final String QUERY_PREFIX =
      "Represent this sentence for searching relevant passages: ";

  private record Question(
      String text, List<Block> records, Map<String, String> turns, Set<String> evidence) {}

  private final Memories memories = new Memories(new PlainExtractor(), new BgeEmbedder());
  private final Map<String, Vector> meanings = new HashMap<>();
  private final Map<String, long[]> words = new HashMap<>();
  private final Map<String, List<String>> fullText = new HashMap<>();

  public static void main(String[] args) throws IOException {
    new RetrievalBench().run(Path.of(args[0]));
    System.exit(0);
  }

  private void run(Path file) throws IOException {
    Memory memory = memories.create();
    List<Question> questions = new ArrayList<>();
    int number = 0;
    for (JsonNode sample : Json.parse(Files.readAllBytes(file))) {
      if (number < TUNED_ON) {
        questions.addAll(load(memory, sample, "/c" + number++));
      }
    }
    System.out.println(questions.size() + " questions");
    for (Question question : questions) {
      meanings.put(question.text(), memories.search.meaning(question.text()));
      words.put(question.text(), memories.search.words(question.text()));
    }
    report(
        "full text alone", questions, (q, k) -> fullText.get(q.text()).stream().limit(k).toList());
    report("BM25 alone", questions, with(0, 1, 0, 1.2, 0.75));
    report("embeddings alone", questions, with(1, 0, 0, 1.2, 0.75));
    for (double share : new double[] {0.3, 0.4, 0.5, 0.6, 0.7, 0.8}) {
      for (double k1 : new double[] {0.6, 1.2}) {
        for (double b : new double[] {0.3, 0.75}) {
          report(
              "hybrid %.1f k1 %.1f b %.2f".formatted(share, k1, b),
              questions,
              with(share, 1 - share, 0, k1, b));
        }
      }
    }
    for (Question question : questions) {
      meanings.put(question.text(), memories.search.meaning(QUERY_PREFIX + question.text()));
    }
    report("embeddings alone, instructed", questions, with(1, 0, 0, 1.2, 0.75));
    for (double share : new double[] {0.4, 0.5, 0.6, 0.7, 0.8}) {
      report("hybrid instructed " + share, questions, with(share, 1 - share, 0, 1.2, 0.5));
    }
  }

  private List<Question> load(Memory memory, JsonNode sample, String namespace) {
    Map<String, String> turns = new HashMap<>();
    JsonNode conversation = sample.path("conversation");
    for (int session = 1; conversation.has("session_" + session); session++) {
      ObjectNode input = Json.object().put("memoryId", memory.id().value());
      var records = input.putArray("records");
      List<String> names = new ArrayList<>();
      for (JsonNode turn : conversation.path("session_" + session)) {
        String text = turn.path("speaker").asString() + ": " + turn.path("text").asString();
        if (turn.has("blip_caption")) {
          text += " [" + turn.path("blip_caption").asString() + "]";
        }
        ObjectNode record =
            records.addObject().put("requestIdentifier", "r").put("timestamp", 1_700_000_000);
        record.putArray("namespaces").add(namespace);
        record.putObject("content").put("text", text);
        names.add(turn.path("dia_id").asString());
      }
      JsonNode made = memories.batches.create(input).path("successfulRecords");
      for (int i = 0; i < names.size(); i++) {
        turns.put(made.path(i).path("memoryRecordId").asString(), names.get(i));
      }
    }
    List<Block> records = new ArrayList<>();
    memories.blocks.each(memory.id(), new NamespacePath(namespace), records::add);
    List<Question> questions = new ArrayList<>();
    for (JsonNode qa : sample.path("qa")) {
      Set<String> evidence = new HashSet<>();
      qa.path("evidence").forEach(e -> evidence.add(e.asString()));
      evidence.retainAll(new HashSet<>(turns.values()));
      if (!evidence.isEmpty() && qa.path("category").asInt() != ADVERSARIAL) {
        String text = qa.path("question").asString();
        questions.add(new Question(text, records, turns, evidence));
        fullText.put(text, fullText(namespace, text));
      }
    }
    return questions;
  }

  private List<String> fullText(String namespace, String question) {
    return memories
        .database()
        .list(
            """
            select r.id from memory_record r join memory_namespace n on n.key = r.namespace_key,
              to_tsquery('english', replace(plainto_tsquery('english', ?)::text, '&', '|')) query
            where n.namespace = ? and r.words @@ query order by ts_rank_cd(r.words, query) desc, r.id limit 10
            """,
            row -> row.getString(1),
            question,
            namespace);
  }

  private BiFunction<Question, Integer, List<String>> with(
      double meaning, double word, double youth, double k1, double b) {
    Ranking.Weights weights = new Ranking.Weights(meaning, word, youth, k1, b);
    return (question, k) -> {
      Ranking ranking =
          new Ranking(
              meanings.get(question.text()),
              words.get(question.text()),
              memories.clock.instant(),
              k,
              weights);
      question.records().forEach(block -> ranking.look(block, _ -> true));
      return ranking.best().stream().map(s -> s.record().id()).toList();
    };
  }

  private static void report(
      String name, List<Question> questions, BiFunction<Question, Integer, List<String>> search) {
    double at5 = 0;
    double at10 = 0;
    for (Question question : questions) {
      List<String> found =
          search.apply(question, 10).stream().map(id -> question.turns().get(id)).toList();
      at5 += recall(found.subList(0, Math.min(5, found.size())), question.evidence());
      at10 += recall(found, question.evidence());
    }
    System.out.printf(
        "%-32s recall@5 %.1f%%  recall@10 %.1f%%%n",
        name, 100 * at5 / questions.size(), 100 * at10 / questions.size());
  }

  private static double recall(List<String> found, Set<String> evidence) {
    return (double) evidence.stream().filter(found::contains).count() / evidence.size();
  }
}
