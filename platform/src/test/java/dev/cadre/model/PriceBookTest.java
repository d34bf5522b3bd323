package dev.cadre.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class PriceBookTest {
  private static final LocalDate TODAY = LocalDate.parse("2026-11-21");

  private static Target target(String model) {
    ProviderConfig provider = Samples.bedrock("eu-west-1");
    return new Routing(List.of(provider), java.util.Map.of(), Catalogue.load())
        .targets(model)
        .getFirst();
  }

  @Test
  void a_call_costs_what_its_tokens_do() {
    // 3 dollars a million read, 15 written: 0.003 and 0.015 for a thousand.
    Price price = PriceBook.load(List.of()).price(target("claude-3-7-sonnet"), TODAY).orElseThrow();
    assertThat(price.of(new Usage(1_000, 1_000))).isEqualByComparingTo("0.018");
  }

  @Test
  void what_a_cache_held_costs_less_and_what_it_took_in_more() {
    Price price = PriceBook.load(List.of()).price(target("claude-3-7-sonnet"), TODAY).orElseThrow();
    // 700 plain, 200 at 0.30, 100 at 3.75 a million.
    assertThat(price.of(new Usage(1_000, 0, 200, 100)))
        .isEqualByComparingTo(new BigDecimal("0.002535"));
  }

  @Test
  void a_price_holds_from_its_day() {
    PriceBook book =
        PriceBook.load(
            List.of(
                entry("2026-01-01", "2.00"), entry("2026-12-01", "9.00"), entry("2025-01-01", "1")));
    Target nova = target("nova-pro");
    assertThat(book.price(nova, TODAY).orElseThrow().input()).isEqualByComparingTo("2.00");
    assertThat(book.price(nova, LocalDate.parse("2026-12-01")).orElseThrow().input())
        .isEqualByComparingTo("9.00");
  }

  @Test
  void before_its_first_day_and_for_an_unknown_model_there_is_no_price() {
    PriceBook book = PriceBook.load(List.of());
    assertThat(book.price(target("nova-pro"), LocalDate.parse("2024-12-02"))).isEmpty();
    assertThat(book.price(target("bedrock:custom-model"), TODAY)).isEmpty();
  }

  @Test
  void the_offline_model_costs_nothing() {
    assertThat(
            PriceBook.load(List.of())
                .price(target("offline"), TODAY)
                .orElseThrow()
                .of(new Usage(1_000_000, 1_000_000)))
        .isEqualByComparingTo(BigDecimal.ZERO);
  }

  @Test
  void every_priced_model_is_in_the_catalogue() {
    Catalogue catalogue = Catalogue.load();
    Catalogue.resource("prices.json")
        .forEach(
            price ->
                assertThat(catalogue.find(price.path("model").asString()))
                    .as(price.toString())
                    .isPresent());
  }

  private static PriceBook.Entry entry(String from, String input) {
    BigDecimal dollars = new BigDecimal(input);
    return new PriceBook.Entry(
        "bedrock",
        "nova-pro",
        LocalDate.parse(from),
        new Price(dollars, dollars, dollars, dollars));
  }
}
