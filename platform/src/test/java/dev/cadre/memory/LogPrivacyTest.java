package dev.cadre.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cadre.fault.Fault;
import dev.cadre.store.StoreException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What people say is in no line of the platform's log, whatever goes wrong. */
class LogPrivacyTest {
  private static final String SECRET = "Plumpaquatsch";
  private static final String FACTS =
      "{'semanticMemoryStrategy': {'name': 'facts', 'namespaces': ['/facts/{actorId}']}}";

  private final Logger root = Logger.getLogger("");
  private final Lines lines = new Lines();

  private static final class Lines extends Handler {
    private final List<String> all = new CopyOnWriteArrayList<>();

    @Override
    public void publish(LogRecord line) {
      StringWriter text = new StringWriter();
      text.write(new SimpleFormatter().formatMessage(line));
      if (line.getThrown() != null) {
        line.getThrown().printStackTrace(new PrintWriter(text));
      }
      all.add(text.toString());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  @BeforeEach
  void listen() {
    lines.setLevel(Level.ALL);
    root.addHandler(lines);
  }

  @AfterEach
  void hush() {
    root.removeHandler(lines);
  }

  @Test
  void an_extractor_that_quotes_what_it_read_in_its_failure_is_not_quoted() {
    Extractor failing =
        request -> {
          throw new IllegalStateException("could not read " + request.turns().getFirst().text());
        };
    try (Memories memories = new Memories(failing, new WordEmbedder())) {
      Memory memory = memories.create(FACTS);
      memories.say(memory, "anna", "s", "My password is " + SECRET + ".");
      memories.settle();
      assertThat(lines.all).anyMatch(line -> line.contains("could not read a session"));
      assertThat(lines.all).noneMatch(line -> line.contains(SECRET));
    }
  }

  @Test
  void neither_learning_nor_searching_nor_forgetting_says_what_about() {
    try (Memories memories = new Memories()) {
      Memory memory = memories.create(FACTS);
      memories.say(memory, SECRET, SECRET, "My password is " + SECRET + ".");
      memories.settle();
      memories.search.retrieve(
          Memories.object(
              "{'memoryId': '%s', 'namespace': '/facts/%s', 'searchCriteria': {'searchQuery': '%s'}}"
                  .formatted(memory.id(), SECRET, SECRET)));
      memories.forgetting.forget(memory, new Forgetting.Subject(memory.id(), SECRET, null));
      memories.keeper.sweep();
      assertThat(lines.all).noneMatch(line -> line.contains(SECRET));
    }
  }

  @Test
  void a_statement_that_the_database_refuses_is_not_quoted_with_its_values() {
    try (Memories memories = new Memories()) {
      Memory memory = memories.create();
      assertThatThrownBy(
              () ->
                  memories
                      .database()
                      .update(
                          "insert into memory (id, name, status, expiry_days, definition,"
                              + " strategies, tags, created_at, updated_at) select id, ?, status,"
                              + " expiry_days, definition, strategies, tags, created_at, updated_at"
                              + " from memory",
                          SECRET))
          .isInstanceOf(StoreException.class)
          .message()
          .doesNotContain(SECRET);
      assertThatThrownBy(
              () ->
                  memories.say(
                      memory,
                      "anna",
                      "s",
                      SECRET,
                      event -> event.putArray("payload").addObject().put("json", "\uD800")))
          .isInstanceOf(Fault.Invalid.class)
          .message()
          .doesNotContain(SECRET);
      assertThat(lines.all).noneMatch(line -> line.contains(SECRET));
    }
  }
}
