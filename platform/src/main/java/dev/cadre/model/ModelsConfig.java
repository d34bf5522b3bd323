package dev.cadre.model;

import dev.cadre.config.Section;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which models there are and how they are called.
 *
 * @param providers the operator's own; the offline model needs none
 * @param aliases the targets of each, in the order they are tried
 * @param attempts at one target, 1 to 10
 * @param firstPart the longest wait for the first part of a reply
 * @param whole the longest a reply may take
 * @param maxWait the longest a call waits for its provider's limits
 * @param breakerFailures in a row after which a provider is left alone, 1 to 1,000
 * @param breakerPause how long it is left alone
 * @param retentionDays of single calls, 1 to 3,650; their sums are kept for good
 * @param prices the operator's own, over the price book's
 */
public record ModelsConfig(
    List<ProviderConfig> providers,
    Map<String, List<String>> aliases,
    int attempts,
    Duration firstPart,
    Duration whole,
    Duration maxWait,
    int breakerFailures,
    Duration breakerPause,
    int retentionDays,
    List<PriceBook.Entry> prices,
    BudgetLimits budgets) {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration HOUR = Duration.ofHours(1);

  public static final ModelsConfig DEFAULTS =
      new ModelsConfig(
          List.of(),
          Map.of(),
          3,
          Duration.ofMinutes(1),
          Duration.ofMinutes(10),
          Duration.ofSeconds(30),
          5,
          Duration.ofSeconds(30),
          90,
          List.of(),
          BudgetLimits.NONE);

  public ModelsConfig {
    providers = List.copyOf(providers);
    aliases = Map.copyOf(aliases);
    prices = List.copyOf(prices);
  }

  /** Reads the sections {@code models} and {@code budgets}. */
  public static ModelsConfig read(Section models, Section budgets) {
    List<ProviderConfig> providers = new ArrayList<>();
    models
        .named("providers")
        .forEach((name, section) -> providers.add(ProviderConfig.read(name, section)));
    Section breaker = models.section("breaker");
    return new ModelsConfig(
        providers,
        aliases(models, providers),
        models.integer("attempts", DEFAULTS.attempts, 1, 10),
        models.duration("firstPart", DEFAULTS.firstPart, SECOND, HOUR),
        models.duration("whole", DEFAULTS.whole, SECOND, HOUR),
        models.duration("maxWait", DEFAULTS.maxWait, Duration.ZERO, HOUR),
        breaker.integer("failures", DEFAULTS.breakerFailures, 1, 1_000),
        breaker.duration("pause", DEFAULTS.breakerPause, SECOND, HOUR),
        models.integer("retentionDays", DEFAULTS.retentionDays, 1, 3_650),
        prices(models, providers),
        BudgetLimits.read(budgets));
  }

  private static Map<String, List<String>> aliases(Section models, List<ProviderConfig> providers) {
    Section section = models.section("aliases");
    Map<String, List<String>> aliases = new LinkedHashMap<>();
    for (String name : section.keys()) {
      List<String> targets = section.texts(name, List.of());
      if (targets.isEmpty()) {
        section.problem(name, "needs a list of models, such as [bedrock:claude-3-7-sonnet]");
      }
      aliases.put(name, targets);
    }
    if (!providers.isEmpty() && !aliases.containsKey(Routing.DEFAULT)) {
      models.problem(
          "aliases", "must say which model is the default: {default: [provider:model]}");
    }
    Routing routing = new Routing(providers, aliases, Catalogue.load());
    for (String name : aliases.keySet()) {
      try {
        routing.targets(name);
      } catch (ModelException.Invalid e) {
        section.problem(name, "names a model that cannot be called: " + e.getMessage());
      }
    }
    return aliases;
  }

  private static List<PriceBook.Entry> prices(Section models, List<ProviderConfig> providers) {
    List<PriceBook.Entry> prices = new ArrayList<>();
    for (Section section : models.sections("prices")) {
      String provider = section.text("provider");
      if (providers.stream().noneMatch(p -> p.name().equals(provider))) {
        section.problem("provider", "'" + provider + "' is not one of models.providers");
      }
      BigDecimal input = dollars(section, "input", BigDecimal.ZERO);
      prices.add(
          new PriceBook.Entry(
              provider,
              section.text("model"),
              day(section),
              new Price(
                  input,
                  dollars(section, "output", BigDecimal.ZERO),
                  dollars(section, "cacheRead", input),
                  dollars(section, "cacheWrite", input))));
    }
    return prices;
  }

  private static BigDecimal dollars(Section section, String key, BigDecimal otherwise) {
    return BigDecimal.valueOf(section.number(key, otherwise.doubleValue(), 0, 1e6));
  }

  private static LocalDate day(Section section) {
    String text = section.text("from", "1970-01-01");
    try {
      return LocalDate.parse(text);
    } catch (DateTimeParseException e) {
      section.problem("from", "must be a day such as 2026-01-31");
      return LocalDate.EPOCH;
    }
  }
}
