package dev.cadre.model;

import dev.cadre.time.BreakerState;
import dev.cadre.time.Pause;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Calls whichever model a name stands for: its targets one after the other, each as often as is
 * worth it, never after a part of a reply was shown, and within the caller's budgets.
 */
final class RoutedModels implements Models {
  /** What a reply is held to cost when its length is left open. */
  private static final int REPLY_TOKENS = 1_024;

  private final Routing routing;
  private final Map<String, Lane> lanes;
  private final Calls calls;
  private final Meter meter;
  private final Budgets budgets;
  private final Backoff backoff;
  private final Pause pause;

  RoutedModels(
      Routing routing,
      Map<String, Lane> lanes,
      Calls calls,
      Meter meter,
      Budgets budgets,
      Backoff backoff,
      Pause pause) {
    this.routing = routing;
    this.lanes = Map.copyOf(lanes);
    this.calls = calls;
    this.meter = meter;
    this.budgets = budgets;
    this.backoff = backoff;
    this.pause = pause;
  }

  @Override
  public Reply reply(Caller caller, ModelRequest request, ReplySink sink)
      throws InterruptedException {
    List<Target> targets = routing.targets(request.model());
    try (Budgets.Reservation _ = budgets.reserve(caller, estimate(targets.getFirst(), request))) {
      return first(targets, caller, request, new Calls.Shown(sink));
    }
  }

  @Override
  public int contextTokens(String model) {
    // Whichever target answers, the conversation must fit.
    return routing.targets(model).stream().mapToInt(Target::contextTokens).min().orElseThrow();
  }

  @Override
  public boolean sees(String model) {
    return routing.sees(model);
  }

  @Override
  public int estimateTokens(ModelRequest request) {
    return TokenEstimate.of(request);
  }

  @Override
  public BigDecimal cost(String asked, String answered, Usage usage) {
    List<Target> targets = routing.targets(asked);
    // A provider may answer by a longer name than it is called by; then the first is the likeliest.
    Target target =
        targets.stream()
            .filter(each -> each.id().equals(answered))
            .findFirst()
            .orElseGet(targets::getFirst);
    return meter.cost(target, usage);
  }

  private BigDecimal estimate(Target target, ModelRequest request) {
    Integer most = request.sampling().maxTokens();
    return meter.cost(
        target, new Usage(TokenEstimate.of(request), most == null ? REPLY_TOKENS : most));
  }

  /** The reply of the first target that gives one; otherwise what the first one failed with. */
  private Reply first(List<Target> targets, Caller caller, ModelRequest request, Calls.Shown shown)
      throws InterruptedException {
    ModelException told = null;
    for (Target target : targets) {
      try {
        return persistently(target, caller, request, shown);
      } catch (ModelException e) {
        if (told == null) {
          told = e;
        } else {
          told.addSuppressed(e);
        }
        if (!e.elsewhere()) {
          throw told;
        }
      }
    }
    throw told == null ? new ModelException.Invalid("no model was named") : told;
  }

  private Reply persistently(Target target, Caller caller, ModelRequest request, Calls.Shown shown)
      throws InterruptedException {
    for (int failures = 1; ; failures++) {
      Duration wait;
      try {
        return calls.call(entered(target), target, caller, request, shown);
      } catch (ModelException e) {
        wait = worthWaiting(target, failures, e);
        if (wait == null) {
          throw e;
        }
      }
      pause.of(wait);
    }
  }

  private @Nullable Duration worthWaiting(Target target, int failures, ModelException e) {
    Lane lane = lane(target);
    return lane.breaker().state() == BreakerState.CLOSED ? backoff.after(failures, e) : null;
  }

  private Lane entered(Target target) {
    Lane lane = lane(target);
    if (!lane.breaker().enter()) {
      throw new ModelException.Unavailable(
          "'"
              + lane.name()
              + "' failed several times in a row and is left alone for another "
              + Math.max(1, lane.breaker().left().toSeconds())
              + " s",
          null);
    }
    return lane;
  }

  private Lane lane(Target target) {
    Lane lane = lanes.get(target.provider().name());
    if (lane == null) {
      throw new ModelException.Unavailable(
          "'" + target.provider().name() + "' is not in this build", null);
    }
    return lane;
  }
}
