package dev.cadre.tool;

import dev.cadre.fault.Fault;
import dev.cadre.http.Exchange;
import dev.cadre.http.Routes;
import dev.cadre.json.Json;
import dev.cadre.time.Breaker;
import dev.cadre.time.BreakerState;
import dev.cadre.time.Pause;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.random.RandomGenerator;
import tools.jackson.databind.node.ArrayNode;

/**
 * The agents that are called as tools, here or elsewhere. What may do better is tried again, and
 * one that keeps failing is left alone for a while. Thread-safe.
 */
public final class Callees {
  private static final int TRIES = 3;
  private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
  private static final int FAILURES = 5;
  private static final Duration LEFT_ALONE = Duration.ofSeconds(60);
  private static final int PROBES = 2;
  private static final int MOST = 10_000;

  private final InstantSource clock;
  private final Pause pause;
  private final RandomGenerator random;
  private final Map<String, Breaker> breakers = new ConcurrentSkipListMap<>();
  private final Counter calls;
  private final Counter retries;

  public Callees(
      InstantSource clock, Pause pause, RandomGenerator random, PrometheusRegistry registry) {
    this.clock = clock;
    this.pause = pause;
    this.random = random;
    calls =
        Counter.builder()
            .name("cadre_callee_calls_total")
            .help("Calls of agents as tools, by outcome: ok, failed, left_alone, given_up.")
            .labelNames("callee", "outcome")
            .register(registry);
    retries =
        Counter.builder()
            .name("cadre_callee_retries_total")
            .help("Further tries of calls of agents that had failed.")
            .labelNames("callee")
            .register(registry);
    GaugeWithCallback.builder()
        .name("cadre_callee_left_alone")
        .help("1 while calls of an agent are refused because it failed again and again.")
        .labelNames("callee")
        .callback(
            gauge ->
                breakers.forEach(
                    (callee, breaker) ->
                        gauge.call(breaker.state() == BreakerState.CLOSED ? 0 : 1, callee)))
        .register(registry);
  }

  /** How one try ended. */
  public sealed interface Tried {
    /** The callee works, whatever it answered. */
    record Well(ToolOutcome outcome) implements Tried {}

    /**
     * The callee does not work.
     *
     * @param why a sentence for whoever called
     * @param again true when another try may do better, and nothing of this one was shown
     */
    record Broken(String why, boolean again) implements Tried {}
  }

  /** Calls a callee once. */
  @FunctionalInterface
  public interface Try {
    Tried run() throws InterruptedException;
  }

  /**
   * Calls {@code callee}, at most {@value #TRIES} times and with waits between that end before
   * {@code deadline}.
   */
  public ToolOutcome call(String callee, Instant deadline, Try one) throws InterruptedException {
    Breaker breaker = breaker(callee);
    for (int tried = 1; ; tried++) {
      if (!breaker.enter()) {
        count(callee, "left_alone");
        return new ToolOutcome.Failed(leftAlone(callee, breaker));
      }
      switch (tried(callee, breaker, deadline, one)) {
        case Tried.Well(ToolOutcome outcome) -> {
          count(callee, "ok");
          return outcome;
        }
        case Tried.Broken(String why, boolean again) -> {
          Duration wait = waitAfter(tried);
          if (!again || tried == TRIES || !clock.instant().plus(wait).isBefore(deadline)) {
            count(callee, "failed");
            return new ToolOutcome.Failed(why);
          }
          retries.labelValues(callee).inc();
          pause.of(wait);
        }
      }
    }
  }

  private Tried tried(String callee, Breaker breaker, Instant deadline, Try one)
      throws InterruptedException {
    boolean judged = false;
    try {
      Tried tried = one.run();
      switch (tried) {
        case Tried.Well _ -> breaker.answered();
        case Tried.Broken _ -> breaker.failed();
      }
      judged = true;
      return tried;
    } catch (InterruptedException e) {
      count(callee, "given_up");
      if (!clock.instant().isBefore(deadline)) {
        breaker.failed();
        judged = true;
      }
      throw e;
    } finally {
      if (!judged) {
        breaker.undecided();
      }
    }
  }

  /**
   * Up to twice the bound that doubles with each try, so that callers do not come back together.
   */
  private Duration waitAfter(int tries) {
    long base = FIRST_WAIT.toMillis() << (tries - 1);
    return Duration.ofMillis(Math.min(LONGEST_WAIT.toMillis(), base + random.nextLong(base + 1)));
  }

  private Breaker breaker(String callee) {
    if (breakers.size() >= MOST && !breakers.containsKey(callee)) {
      throw new Fault.QuotaExceeded(
          "this node has called " + MOST + " different agents as tools; it takes no further one");
    }
    return breakers.computeIfAbsent(callee, _ -> new Breaker(clock, FAILURES, LEFT_ALONE, PROBES));
  }

  private static String leftAlone(String callee, Breaker breaker) {
    return "The agent '"
        + callee
        + "' was not called: it failed "
        + FAILURES
        + " times in a row and is left alone for another "
        + Math.max(1, breaker.left().toSeconds())
        + " s. Answer without it and say what is missing.";
  }

  private void count(String callee, String outcome) {
    calls.labelValues(callee, outcome).inc();
  }

  /** Whether calls of {@code callee} are refused now. */
  public boolean leavesAlone(String callee) {
    Breaker breaker = breakers.get(callee);
    return breaker != null && breaker.state() != BreakerState.CLOSED;
  }

  /** Binds what operators look at. */
  public void bind(Routes routes) {
    routes.add("GET", "/cadre/v1/callees", this::list);
  }

  private void list(Exchange exchange) throws IOException {
    ArrayNode callees = Json.array();
    breakers.forEach(
        (callee, breaker) ->
            callees
                .addObject()
                .put("name", callee)
                .put("state", breaker.state().name().toLowerCase(Locale.ROOT))
                .put("leftAloneSeconds", breaker.left().toSeconds()));
    exchange.json(200, Json.object().set("callees", callees));
  }
}
