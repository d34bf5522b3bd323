package dev.cadre.model;

import dev.cadre.fault.Fault;
import dev.cadre.http.Exchange;
import dev.cadre.http.Routes;
import dev.cadre.json.Json;
import dev.cadre.time.Breaker;
import java.io.IOException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code /cadre/v1/models}: what can be named and how its providers are; {@code /cadre/v1/usage}:
 * what was used and what it cost.
 */
final class ModelRoutes {
  private static final int MAX_LIMIT = 1_000;

  private final Routing routing;
  private final Collection<Lane> lanes;
  private final UsageStore store;
  private final UsageLedger ledger;
  private final InstantSource clock;

  ModelRoutes(
      Routing routing,
      Collection<Lane> lanes,
      UsageStore store,
      UsageLedger ledger,
      InstantSource clock) {
    this.routing = routing;
    this.lanes = List.copyOf(lanes);
    this.store = store;
    this.ledger = ledger;
    this.clock = clock;
  }

  void bind(Routes routes) {
    routes.add("GET", "/cadre/v1/models", this::models);
    routes.add("GET", "/cadre/v1/usage", this::usage);
  }

  private void models(Exchange exchange) throws IOException {
    ObjectNode answer = Json.object();
    ArrayNode aliases = answer.putArray("aliases");
    for (String alias : routing.aliases().keySet()) {
      ArrayNode targets = aliases.addObject().put("name", alias).putArray("targets");
      for (Target target : routing.targets(alias)) {
        targets
            .addObject()
            .put("provider", target.provider().name())
            .put("model", target.id())
            .put("contextTokens", target.contextTokens());
      }
    }
    ArrayNode providers = answer.putArray("providers");
    for (Lane lane : lanes) {
      Breaker breaker = lane.breaker();
      providers
          .addObject()
          .put("name", lane.name())
          .put("type", lane.provider().kind().name().toLowerCase(Locale.ROOT))
          .put("region", lane.provider().region())
          .put("state", breaker.state().name().toLowerCase(Locale.ROOT))
          .put("leftAloneSeconds", breaker.left().toSeconds())
          .put("callsUnderWay", lane.allowance().underWay())
          .put("concurrent", lane.provider().concurrent())
          .put("tokensPerMinute", lane.provider().tokensPerMinute());
    }
    exchange.json(200, answer);
  }

  private void usage(Exchange exchange) throws IOException {
    UsageQuery query = query(exchange);
    // What was charged a moment ago is asked for as well.
    ledger.flush();
    ObjectNode answer =
        Json.object()
            .put("by", query.by().name().toLowerCase(Locale.ROOT))
            .put("since", query.since().toString())
            .put("until", query.until().toString())
            .put("currency", "USD");
    ArrayNode sums = answer.putArray("usage");
    for (UsageStore.Sum sum : store.sums(query)) {
      sums.addObject()
          .put("key", sum.key())
          .put("calls", sum.calls())
          .put("inputTokens", sum.input())
          .put("outputTokens", sum.output())
          .put("cost", sum.cost());
    }
    exchange.json(200, answer);
  }

  private UsageQuery query(Exchange exchange) {
    LocalDate today = UsageStore.dayOf(clock.instant());
    Map<UsageQuery.By, String> only = new EnumMap<>(UsageQuery.By.class);
    for (UsageQuery.By by : UsageQuery.By.values()) {
      if (by != UsageQuery.By.DAY) {
        exchange.query(name(by)).ifPresent(value -> only.put(by, value));
      }
    }
    return new UsageQuery(
        exchange.query("by").map(ModelRoutes::by).orElse(UsageQuery.By.DAY),
        exchange.query("since").map(text -> day("since", text)).orElse(today.minusDays(29)),
        exchange.query("until").map(text -> day("until", text)).orElse(today),
        only,
        exchange.query("limit").map(ModelRoutes::limit).orElse(100));
  }

  private static UsageQuery.By by(String text) {
    for (UsageQuery.By by : UsageQuery.By.values()) {
      if (name(by).equals(text)) {
        return by;
      }
    }
    throw new Fault.Invalid(
        "by '" + text + "' must be one of session, agent, tenant, provider, model, day");
  }

  private static LocalDate day(String key, String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeParseException e) {
      throw new Fault.Invalid(key + " '" + text + "' must be a day such as 2026-01-31");
    }
  }

  private static int limit(String text) {
    if (!text.matches("[0-9]{1,4}")
        || Integer.parseInt(text) < 1
        || Integer.parseInt(text) > MAX_LIMIT) {
      throw new Fault.Invalid("limit '" + text + "' must be 1 to " + MAX_LIMIT);
    }
    return Integer.parseInt(text);
  }

  private static String name(UsageQuery.By by) {
    return by.name().toLowerCase(Locale.ROOT);
  }
}
