package dev.cadre.systems;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** An order_management.db comes over into the support desk's database. */
class ImportTest {
  private static final String PATH = "/cadre/v1/systems/support/import";

  private static final List<String> OLD =
      List.of(
          """
          create table customers (customer_id text, first_name text, last_name text, email text, phone text,
            address text, city text, state text, zip_code text)
          """,
          "insert into customers values ('cust901', 'Ada', 'Byron', 'ada@example.com', null, null,"
              + " 'Boston', 'MA', '02101')",
          """
          create table inventory (product_id text, product_name text, category text, quantity integer,
            in_stock text, price_per_unit real)
          """,
          "insert into inventory values ('HD001', 'ZenSound', 'headphones', 25, 'yes', 149.99),"
              + " ('XX900', 'Test Rig', 'computer', 0, 'no', 10.5)",
          """
          create table orders (order_id text, customer_id text, product_id text, product_name text, order_status text,
            shipping_status text, return_exchange_status text, order_date text, delivery_date text, quantity integer,
            price_per_unit real, total_amount real)
          """,
          "insert into orders values ('ORD-2023-901', 'cust901', 'XX900', 'Test Rig', 'shipped',"
              + " 'in_transit', 'none', '2023-12-01', '', 2, 10.5, 21.0)");

  private static Path file(Path folder, List<String> statements) throws SQLException {
    Path file = folder.resolve("order_management.db");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
    return file;
  }

  @Test
  void a_file_comes_over_and_may_come_twice(@TempDir Path folder) throws SQLException {
    Desk desk = Desk.shared();
    Path file = file(folder, OLD);
    JsonNode first = desk.send(PATH, file);
    assertThat(first.path("read").toString())
        .isEqualTo("{\"customers\":1,\"inventory\":2,\"orders\":1}");
    List<String> counts = counts(desk);
    desk.send(PATH, file);
    assertThat(counts(desk)).isEqualTo(counts);
    assertThat(
            desk.query(
                "select in_stock, quantity from inventory where product_name in ('ZenSound', 'Test"
                    + " Rig') order by product_name"))
        .containsExactly("f", "0", "t", "25");
    assertThat(desk.ask("support", "cust901", "Where is order ORD-2023-901?").toString())
        .contains("in transit");
  }

  private static List<String> counts(Desk desk) {
    return desk.query(
        "select (select count(*) from orders), (select count(*) from inventory),"
            + " (select count(*) from customers), (select count(*) from product_aliases)");
  }

  @Test
  void a_file_that_does_not_fit_changes_nothing(@TempDir Path folder) throws SQLException {
    Desk desk = Desk.shared();
    List<String> before = counts(desk);
    JsonNode refused =
        desk.refused(PATH, file(folder, List.of("create table customers (customer_id text)")));
    assertThat(refused.path("message").asString()).contains("import_inventory");
    assertThat(counts(desk)).isEqualTo(before);
  }
}
