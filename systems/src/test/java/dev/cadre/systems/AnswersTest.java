package dev.cadre.systems;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/**
 * The support desk answers, on the offline model, what its database and its knowledge say: a case
 * has the person, the question, and SQL for what must stand in the answer.
 */
class AnswersTest {
  private static final String OF_ORDER =
      "select product_name, order_status, shipping_status from orders where order_id = '%s'";
  private static final String STOCK =
      "select case when in_stock then 'in stock' else 'out of stock' end, quantity"
          + " from inventory where product_name = '%s'";
  private static final String MINE =
      "select order_id from orders where customer_id = '%s' and order_status %s";
  private static final String PERSON = "select %s from personalization where customer_id = '%s'";

  private record Case(String person, String question, String sql) {
    @Override
    public String toString() {
      return person + ": " + question;
    }
  }

  private static Case of(String person, String question, String sql, Object... values) {
    return new Case(person, question, sql.formatted(values));
  }

  /** Text that stands in the knowledge base. */
  private static Case says(String question, String text) {
    return new Case("cust001", question, "select '" + text + "'");
  }

  static Stream<Case> cases() {
    return Stream.of(orders(), stock(), products(), persons(), help(), both())
        .flatMap(List::stream);
  }

  private static List<Case> orders() {
    return List.of(
        of("cust001", "What is the status of order ORD-2024-001?", OF_ORDER, "ORD-2024-001"),
        of("cust001", "Where is my order ORD-2024-002?", OF_ORDER, "ORD-2024-002"),
        of("cust001", "Has my order ord-2024-002 been shipped yet?", OF_ORDER, "ORD-2024-002"),
        of("cust001", "Can you check order ORD-2024-003 for me?", OF_ORDER, "ORD-2024-003"),
        of("cust003", "Tell me the status of ORD-2024-006", OF_ORDER, "ORD-2024-006"),
        of("cust004", "Where is ORD-2024-009?", OF_ORDER, "ORD-2024-009"),
        of("cust001", "Where is my order?", MINE, "cust001", "= 'shipped'"),
        of("cust001", "Where are my packages?", MINE, "cust001", "in ('shipped', 'processing')"),
        of("cust001", "When does my parcel come?", MINE, "cust001", "= 'shipped'"),
        of("cust005", "Track my shipment please", MINE, "cust005", "= 'processing'"),
        of("cust001", "Show me all my orders", MINE, "cust001", "is not null"),
        of("cust002", "What did I order?", MINE, "cust002", "is not null"),
        of("cust001", "List my delivered orders", MINE, "cust001", "= 'delivered'"),
        of("cust004", "Which of my orders were cancelled?", MINE, "cust004", "= 'cancelled'"),
        of(
            "cust001",
            "How many orders do I have?",
            "select count(*) from orders where customer_id = 'cust001'"),
        of(
            "cust005",
            "How much money have I spent in total?",
            "select sum(total_amount) from orders where customer_id = 'cust005'"),
        of(
            "cust002",
            "What is the status of my return?",
            "select return_exchange_status from orders where order_id = 'ORD-2024-004'"),
        of(
            "cust002",
            "Has my refund for ORD-2024-004 been processed?",
            "select return_exchange_status from orders where order_id = 'ORD-2024-004'"),
        of(
            "cust003",
            "Is my exchange done?",
            "select return_exchange_status from orders where order_id = 'ORD-2024-007'"));
  }

  private static List<Case> stock() {
    return List.of(
        of("cust001", "Is the ZenSound in stock?", STOCK, "ZenSound"),
        of("cust001", "Is the SoundWave sold out?", STOCK, "SoundWave"),
        of("cust001", "How many QuickCharge are left?", STOCK, "QuickCharge"),
        of("cust001", "Do you have BassBoost headphones in stock?", STOCK, "BassBoost"));
  }

  private static List<Case> products() {
    String cheap = "select product_name from product_catalog where %s order by rating desc limit 1";
    return List.of(
        of("cust001", "Can you recommend some good headphones?", cheap, "category = 'headphones'"),
        of("cust001", "Which phones do you have?", cheap, "category = 'phone'"),
        of("cust001", "Show me your laptops", cheap, "category = 'computer'"),
        of("cust001", "I need a gift under 100 dollars", cheap, "price < 100"),
        of(
            "cust001",
            "Recommend a speaker under 150 dollars",
            cheap,
            "price < 150 and category = 'speaker'"),
        of("cust001", "What is the best rated watch?", cheap, "category = 'watch'"),
        of("cust001", "What are your most popular products?", cheap, "product_id = 'quickcharge'"),
        of(
            "cust001",
            "I am looking for headphones with noise cancelling",
            cheap,
            "description like '%%noise cancelling%%'"),
        of(
            "cust001",
            "How much does the ProMax cost?",
            "select price from product_catalog where product_name = 'ProMax'"),
        of(
            "cust001",
            "What goes well with the TechPhone?",
            "select 'TechTime Pro' from product_pairs where product_id = 'techphone' limit 1"),
        of(
            "cust001",
            "Suggest accessories for my watch",
            "select product_name from product_pairs p join product_catalog c on c.product_id ="
                + " goes_with where p.product_id = 'vitafit' and goes_with = 'fittrack-speaker'"),
        of(
            "cust001",
            "What do buyers say about the SoundWave?",
            "select feedback from product_feedback where product_id = 'soundwave'"),
        of(
            "cust001",
            "Show me reviews of the TechTime Pro",
            "select feedback from product_feedback where product_id = 'techtime-pro'"),
        of(
            "cust001",
            "What have I bought before?",
            "select product_name from purchase_history join product_catalog using (product_id)"
                + " where customer_id = 'cust001'"));
  }

  private static List<Case> persons() {
    return List.of(
        of("cust001", "What are my preferences?", PERSON, "preferred_category", "cust001"),
        of("cust001", "What is my loyalty tier?", PERSON, "loyalty_tier", "cust001"),
        of("cust003", "Which tier am I in?", PERSON, "loyalty_tier", "cust003"),
        of("cust002", "Which brand do I like most?", PERSON, "preferred_brand", "cust002"),
        of(
            "cust001",
            "Show me my profile",
            "select email, city from customers where customer_id = 'cust001'"),
        of(
            "cust001",
            "What have I looked at lately?",
            "select product_name from browse_history h join browse_products b on b.browse_id = h.id"
                + " join product_catalog using (product_id) where customer_id = 'cust001'"),
        of("cust001", "What do people like me buy?", "select 'TechTime Pro'"),
        of(
            "cust007",
            "What are my shopping habits?",
            "select category from purchase_history join product_catalog using (product_id)"
                + " where customer_id = 'cust007'"),
        of("cust001", "Do you have an offer for me?", "select 'TrailPace'"));
  }

  private static List<Case> help() {
    return List.of(
        says("My VitaFit watch does not sync with my phone", "guides/vitafit.md"),
        says("My ZenSound headphones will not turn on", "zensound-does-not-turn-on"),
        says("The camera of my TechPhone is blurry", "Clean the lenses"),
        says("My SlateBook Air is very slow", "slatebook-air-is-slow"),
        says("How do I reset the SoundWave?", "guides/soundwave.md"),
        says("Is the VitaFit waterproof?", "to 50 m"),
        says("What is the warranty of the WorkTab?", "1 year"),
        says("How long is the guarantee on TechTime Pro?", "TechTime Pro"),
        says("How long does the battery of the ZenSound last?", "30 hours"));
  }

  /** Requests for two specialists. */
  private static List<Case> both() {
    return List.of(
        of(
            "cust001",
            "Where is my order ORD-2024-002, and what would go well with that watch?",
            "select 'FitTrack Speaker', shipping_status from orders where order_id ="
                + " 'ORD-2024-002'"),
        of(
            "cust001",
            "What is the status of ORD-2024-001 and can you recommend some phones?",
            "select 'TechPhone', order_status from orders where order_id = 'ORD-2024-001'"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void the_answer_is_what_the_database_says(Case asked) {
    Desk desk = Desk.shared();
    JsonNode turn = desk.ask("support", asked.person(), asked.question());
    String answer = turn.path("answer").asString("").toLowerCase(Locale.ROOT).replace("_", " ");
    List<String> wanted = desk.query(asked.sql());
    assertThat(wanted).isNotEmpty();
    for (String one : wanted) {
      if (one != null) {
        assertThat(answer)
            .as(turn.toPrettyString())
            .contains(one.toLowerCase(Locale.ROOT).replace("_", " "));
      }
    }
  }

  @Test
  void two_specialists_work_on_a_request_for_both() {
    JsonNode turn =
        Desk.shared()
            .ask(
                "support",
                "cust001",
                "Where is my order ORD-2024-002, and what would go well with that watch?");
    assertThat(turn.path("toolCalls").valueStream().map(call -> call.path("tool").asString()))
        .containsExactlyInAnyOrder("order_management", "product_recommendation");
  }
}
