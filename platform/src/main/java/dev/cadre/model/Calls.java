package dev.cadre.model;

import dev.cadre.time.Breaker;
import dev.cadre.time.Timer;
import java.time.Duration;

/**
 * Calls one provider once: within its limits, in time, and metered however it ends. Thread-safe.
 */
final class Calls {
  private final Timer timer;
  private final Meter meter;
  private final Duration firstPart;
  private final Duration whole;

  Calls(Timer timer, Meter meter, Duration firstPart, Duration whole) {
    this.timer = timer;
    this.meter = meter;
    this.firstPart = firstPart;
    this.whole = whole;
  }

  /** As {@link Model#reply}. The breaker of {@code lane} must have let the call through. */
  Reply call(Lane lane, Target target, Caller caller, ModelRequest request, Shown shown)
      throws InterruptedException {
    int estimate = TokenEstimate.of(request);
    boolean judged = false;
    try (Allowance.Place place = lane.allowance().take(estimate)) {
      Reply reply = metered(lane, target, caller, request, shown, estimate);
      judged = true;
      lane.breaker().answered();
      place.used(reply.usage().total());
      return reply;
    } catch (ModelException e) {
      judged = judge(lane.breaker(), e);
      throw e;
    } finally {
      if (!judged) {
        lane.breaker().undecided();
      }
    }
  }

  private Reply metered(
      Lane lane, Target target, Caller caller, ModelRequest request, Shown shown, int estimate)
      throws InterruptedException {
    Meter.Measured measured = meter.begin(caller, target, request);
    Deadline deadline = new Deadline(timer, firstPart, whole, shown);
    Outcome outcome = Outcome.FAILED;
    String why = null;
    boolean sent = true;
    Reply reply = null;
    try {
      reply = lane.model().reply(request.to(target.id()), deadline);
    } catch (InterruptedException e) {
      String late = deadline.end();
      outcome = late == null ? Outcome.CANCELLED : Outcome.UNAVAILABLE;
      if (late == null) {
        throw e;
      }
      why = "'" + lane.name() + "' is too slow: " + late;
      throw late(shown, why, e);
    } catch (ModelException e) {
      outcome = Outcome.of(e);
      why = e.getMessage();
      // What a provider turns away at the door costs nothing.
      sent = shown.any();
      throw e;
    } finally {
      deadline.end();
      if (reply != null) {
        measured.replied(reply);
      } else {
        measured.failed(outcome, sent ? new Usage(estimate, shown.tokens()) : Usage.NONE, why);
      }
    }
    return reply;
  }

  private static ModelException late(Shown shown, String why, InterruptedException cause) {
    return shown.any()
        ? new ModelException.Cut(why, cause)
        : new ModelException.Unavailable(why, cause);
  }

  /** True when the failure says something about the provider. */
  private static boolean judge(Breaker breaker, ModelException e) {
    return switch (e) {
      case ModelException.Unavailable _, ModelException.BadCredentials _ -> {
        breaker.failed();
        yield true;
      }
      case ModelException.Cut _ -> {
        boolean providers = e.getCause() instanceof ModelException.Unavailable;
        if (providers) {
          breaker.failed();
        }
        yield providers;
      }
      case ModelException.Invalid _, ModelException.TooLong _, ModelException.Refused _ -> {
        breaker.answered();
        yield true;
      }
      case ModelException.Throttled _, ModelException.OverBudget _ -> false;
    };
  }

  /** Counts what the caller's sink has seen of a reply. Of one call. */
  static final class Shown implements ReplySink {
    private final ReplySink sink;
    private long tokens;
    private boolean any;

    Shown(ReplySink sink) {
      this.sink = sink;
    }

    @Override
    public void accept(ReplyEvent event) {
      any = true;
      tokens += TokenEstimate.text(text(event));
      sink.accept(event);
    }

    boolean any() {
      return any;
    }

    /** A guess at what the provider counted for it. */
    long tokens() {
      return tokens;
    }

    private static String text(ReplyEvent event) {
      return switch (event) {
        case ReplyEvent.TextDelta(_, String text) -> text;
        case ReplyEvent.ReasoningDelta(_, String text) -> text;
        case ReplyEvent.ToolCallStart(_, _, String name) -> name;
        case ReplyEvent.ToolCallDelta(_, String json) -> json;
      };
    }
  }
}
