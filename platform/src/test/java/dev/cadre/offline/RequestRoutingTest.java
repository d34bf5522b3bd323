package dev.cadre.offline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cadre.embedding.BgeEmbedder;
import dev.cadre.embedding.Embedder;
import dev.cadre.json.Json;
import dev.cadre.model.Content;
import dev.cadre.model.Message;
import dev.cadre.model.ModelRequest;
import dev.cadre.model.Reply;
import dev.cadre.model.ReplySink;
import dev.cadre.model.Sampling;
import dev.cadre.model.ToolChoice;
import dev.cadre.model.ToolSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class RequestRoutingTest {
  static final Embedder EMBEDDER = new BgeEmbedder();

  private static final String SCHEMA =
      """
      {"type": "object", "required": ["agents", "confidence"], "properties": {
        "agents": {"type": "array", "maxItems": 3, "items": {"type": "object", "required": ["agent", "task"],
          "properties": {"task": {"type": "string"}, "agent": {"oneOf": [
            {"const": "order_management", "description": "Orders of the customer: where an order is, its status, shipping, delivery, tracking, cancelled orders, returns, exchanges and refunds, how many orders there are and what was spent, and whether a product is in stock."},
            {"const": "product_recommendation", "description": "Products of the shop: recommends and suggests what to buy, what goes well with a product or suits it, accessories, prices, budgets, bestsellers, categories, reviews and feedback of buyers, what the customer bought before."},
            {"const": "shopper_profile", "description": "The customer's profile, loyalty tier, preferences, favourite brand, browsing history, shopping patterns, people with a similar taste, and personal offers chosen for the customer."},
            {"const": "troubleshooting", "description": "Problems with a product and how to use it: does not work, turn on, connect, pair, charge or sync, is slow, broken, noisy or hot; setup, battery, water, manual, warranty and guarantee, and handing a problem over to a person."}]}}}},
        "answer": {"type": "string"}, "question": {"type": "string"}, "reason": {"type": "string"},
        "confidence": {"type": "number"}}}
      """;
  private static final ToolSpec SPEC =
      new ToolSpec("share_out", "", (ObjectNode) Json.parse(SCHEMA));
  static final RoutingForm FORM = RoutingForm.of(SPEC).orElseThrow();

  /** A sentence, and the initials of those that it needs. */
  record Case(String wanted, String said) {}

  static List<Case> cases(String file) {
    try (InputStream in = RequestRoutingTest.class.getResourceAsStream(file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split(" \\| ", 2))
          .map(parts -> new Case(parts[0], parts[1]))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode routed(List<Message> messages) {
    OfflineModel model = new OfflineModel(EMBEDDER, InstantSource.system(), ZoneOffset.UTC);
    try {
      Reply reply =
          model.reply(
              new ModelRequest(
                  "offline",
                  "Lead.",
                  messages,
                  List.of(SPEC),
                  new ToolChoice.One("share_out"),
                  Sampling.DEFAULT,
                  null),
              ReplySink.NONE);
      return reply.toolCalls().getFirst().arguments();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** The initials of the chosen in the order of the alphabet; {@code -} for asking back. */
  static String decided(String said) {
    JsonNode form = routed(List.of(new Message.User(said)));
    if (!form.path("answer").asString("").isEmpty()) {
      return "=";
    }
    return form.path("confidence").asDouble() < 0.7 ? "-" : initials(form);
  }

  private static String initials(JsonNode form) {
    return form.path("agents")
        .valueStream()
        .map(one -> one.path("agent").asString().substring(0, 1))
        .sorted()
        .collect(Collectors.joining());
  }

  private static double share(String file) {
    List<Case> cases = cases(file);
    long right = 0;
    long askedBack = 0;
    for (Case one : cases) {
      String decided = decided(one.said());
      right += decided.equals(one.wanted()) ? 1 : 0;
      askedBack += decided.equals("-") && !one.wanted().equals("-") ? 1 : 0;
    }
    System.out.printf(
        "%s: of %d %d right, %d asked back, %d otherwise%n",
        file, cases.size(), right, askedBack, cases.size() - right - askedBack);
    return (double) right / cases.size();
  }

  @Test
  void what_it_was_tuned_on_is_shared_out_rightly() {
    assertThat(share("routing-tuned.txt")).isGreaterThanOrEqualTo(0.85);
  }

  @Test
  void and_nearly_as_well_what_it_was_not() {
    assertThat(share("routing-held-out.txt")).isGreaterThanOrEqualTo(0.75);
  }

  private static JsonNode after(String said, String agent, String answer, String now) {
    Content.ToolCall call = new Content.ToolCall("c", agent, Json.object().put("task", said));
    return routed(
        List.of(
            new Message.User(said),
            new Message.Assistant(List.of(call)),
            new Message.User(
                List.of(new Content.ToolResult("c", List.of(new Content.Text(answer)), false))),
            new Message.Assistant(answer),
            new Message.User(now)));
  }

  @Test
  void what_goes_on_with_the_turn_before_goes_to_whoever_answered_it() {
    JsonNode form =
        after("Where is ORD-2024-001?", "order_management", "It is on its way.", "And that one?");
    assertThat(initials(form)).isEqualTo("o");
    assertThat(form.path("confidence").asDouble()).isGreaterThan(0.7);
  }

  @Test
  void what_begins_something_else_goes_elsewhere_with_the_name_of_what_was_spoken_of() {
    JsonNode form =
        after(
            "Is HD001 in stock?",
            "order_management",
            "There are 25.",
            "What do reviews say about it?");
    assertThat(initials(form)).isEqualTo("p");
    assertThat(form.at("/agents/0/task").asString()).isEqualTo("What do reviews say about HD001?");
  }

  @Test
  void each_part_of_a_request_is_a_task_that_stands_alone() {
    JsonNode form =
        routed(List.of(new Message.User("Is HD001 in stock, and what do reviews say about it?")));
    assertThat(form.path("agents").valueStream().map(one -> one.path("task").asString()))
        .containsExactly("Is HD001 in stock", "what do reviews say about HD001?");
  }

  @Test
  void what_belongs_to_a_thing_is_asked_with_the_things_name() {
    JsonNode form =
        routed(List.of(new Message.User("Is ZenSound in stock and how long is its warranty?")));
    assertThat(form.path("agents").valueStream().map(one -> one.path("task").asString()))
        .containsExactly("Is ZenSound in stock", "how long is ZenSound's warranty?");
  }

  @Test
  void an_answer_to_a_question_is_read_with_what_it_was_asked_of() {
    JsonNode form =
        routed(
            List.of(
                new Message.User("I have a problem"),
                new Message.Assistant("Is it about orders, or something else?"),
                new Message.User("the battery is empty after an hour")));
    assertThat(initials(form)).isEqualTo("t");
  }

  @Test
  void a_tool_of_another_form_is_no_form_to_share_out() {
    ToolSpec other =
        new ToolSpec(
            "book",
            "",
            (ObjectNode)
                Json.parse(
                    """
                    {"type": "object", "properties": {"rooms": {"type": "array", "items": {"type": "object",
                      "properties": {"kind": {"enum": ["single", "double"]}, "name": {"type": "string"}}}}}}
                    """));
    assertThat(RoutingForm.of(other)).isEmpty();
  }
}
