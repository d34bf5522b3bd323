package dev.cadre.model;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * What models cost from which day on: {@code prices.json} beside this class, as providers list them
 * for the United States, and over it the operator's own.
 */
final class PriceBook {
  private final List<Entry> entries;
  private final List<Entry> overrides;

  /**
   * @param provider its kind in the book, its name among the operator's
   * @param model the catalogue's name or the provider's id
   * @param from the first day, in UTC
   */
  record Entry(String provider, String model, LocalDate from, Price price) {}

  private PriceBook(List<Entry> entries, List<Entry> overrides) {
    this.entries = List.copyOf(entries);
    this.overrides = List.copyOf(overrides);
  }

  static PriceBook load(List<Entry> overrides) {
    List<Entry> entries = new ArrayList<>();
    Catalogue.resource("prices.json").forEach(node -> entries.add(entry(node)));
    return new PriceBook(entries, overrides);
  }

  /** Empty for a model whose price nobody has told; the offline model costs nothing. */
  Optional<Price> price(Target target, LocalDate day) {
    if (target.provider().kind() == ProviderKind.OFFLINE) {
      BigDecimal nothing = BigDecimal.ZERO;
      return Optional.of(new Price(nothing, nothing, nothing, nothing));
    }
    String kind = target.provider().kind().name().toLowerCase(Locale.ROOT);
    return newest(
            overrides.stream().filter(e -> e.provider().equals(target.provider().name())),
            target,
            day)
        .or(() -> newest(entries.stream().filter(e -> e.provider().equals(kind)), target, day));
  }

  private static Optional<Price> newest(Stream<Entry> entries, Target target, LocalDate day) {
    return entries
        .filter(e -> e.model().equals(target.name()) || e.model().equals(target.id()))
        .filter(e -> !e.from().isAfter(day))
        .max(Comparator.comparing(Entry::from))
        .map(Entry::price);
  }

  private static Entry entry(JsonNode node) {
    return new Entry(
        node.path("provider").asString(),
        node.path("model").asString(),
        LocalDate.parse(node.path("from").asString()),
        new Price(
            dollars(node, "input"),
            dollars(node, "output"),
            dollars(node, "cacheRead"),
            dollars(node, "cacheWrite")));
  }

  private static BigDecimal dollars(JsonNode node, String member) {
    return new BigDecimal(node.path(member).asString());
  }
}
