package dev.cadre.tool;

import dev.cadre.fault.Fault;
import dev.cadre.model.Caller;
import dev.cadre.time.Timer;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/**
 * Runs tools, each call on a thread of its own: with arguments that satisfy the schema, for a
 * limited time, to a result of limited size, whatever the tool throws. Thread-safe.
 */
public final class ToolRunner {
  private static final Logger LOG = System.getLogger(ToolRunner.class.getName());
  private static final AttributeKey<String> OPERATION =
      AttributeKey.stringKey("gen_ai.operation.name");
  private static final AttributeKey<String> TOOL = AttributeKey.stringKey("gen_ai.tool.name");
  private static final AttributeKey<String> CALL = AttributeKey.stringKey("gen_ai.tool.call.id");

  private final SchemaCheck schemas;
  private final InstantSource clock;
  private final Timer timer;
  private final Tracer tracer;

  public ToolRunner(SchemaCheck schemas, InstantSource clock, Timer timer, Tracer tracer) {
    this.schemas = schemas;
    this.clock = clock;
    this.timer = timer;
    this.tracer = tracer;
  }

  /**
   * One call to be made.
   *
   * @param callId the model's name for it
   * @param idempotencyKey as {@link ToolInvocation} has it
   * @param limit how long it may take
   * @param progress hears how far it is: what rises, five times a second at most, never after its
   *     end
   */
  public record Job(
      Tool tool,
      String callId,
      ObjectNode arguments,
      Caller caller,
      String idempotencyKey,
      Duration limit,
      Progress progress) {
    String name() {
      return tool.spec().name();
    }
  }

  /** How a call ended, and how long it took. */
  public record Finished(ToolOutcome outcome, Duration took) {}

  /** A call under way. */
  @FunctionalInterface
  public interface Running {
    /** Interrupts the tool, whose outcome then reaches nobody. */
    void abandon();
  }

  /** What the model must mend in its arguments; empty when they satisfy {@code schema}. */
  public Optional<String> complaint(ObjectNode schema, ObjectNode arguments) {
    List<String> wrong = schemas.violations(schema, arguments);
    return wrong.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "The arguments do not fit the tool's schema, so it was not called. Mend them and call"
                + " again:\n- "
                + String.join("\n- ", wrong));
  }

  /**
   * Starts a call and returns at once. {@code done} hears of its end once, on another thread,
   * unless the call is abandoned before.
   */
  public Running start(Job job, Consumer<Finished> done) {
    Attempt attempt = new Attempt(job, done);
    attempt.start();
    return attempt;
  }

  /** Ends once: with an outcome, too late, or abandoned. */
  private final class Attempt implements Running {
    private final Job job;
    private final Consumer<Finished> done;
    private final Instant began = clock.instant();
    private final Span span;
    private final Thread thread;
    private final Timer.Cancellable alarm;
    private final PacedProgress progress;
    private final AtomicBoolean over = new AtomicBoolean();

    Attempt(Job job, Consumer<Finished> done) {
      this.job = job;
      this.done = done;
      progress = new PacedProgress(job.progress(), clock);
      span = span(job);
      thread = Thread.ofVirtual().name("tool-" + job.name()).unstarted(this::run);
      alarm = timer.after(job.limit(), this::tooLate);
    }

    void start() {
      thread.start();
    }

    private void run() {
      finish(outcome(job, span, began.plus(job.limit()), progress));
    }

    private void tooLate() {
      // Told first: a tool that ignores interruption must not hold the turn up.
      finish(tooSlow(job));
      thread.interrupt();
    }

    private void finish(ToolOutcome outcome) {
      if (over.compareAndSet(false, true)) {
        alarm.cancel();
        progress.end();
        end(span, outcome);
        done.accept(new Finished(outcome, Duration.between(began, clock.instant())));
      }
    }

    @Override
    public void abandon() {
      if (over.compareAndSet(false, true)) {
        alarm.cancel();
        progress.end();
        end(span, new ToolOutcome.Failed("abandoned"));
        thread.interrupt();
      }
    }
  }

  private ToolOutcome outcome(Job job, Span span, Instant deadline, Progress progress) {
    Optional<String> complaint = complaint(job.tool().spec().inputSchema(), job.arguments());
    if (complaint.isPresent()) {
      return new ToolOutcome.Failed(complaint.get());
    }
    Caller of = job.caller();
    Caller caller = of.within(of.trace().with(span));
    try {
      ToolOutcome outcome =
          job.tool()
              .call(
                  new ToolInvocation(
                      job.arguments(), caller, job.idempotencyKey(), deadline, progress));
      return ResultLimit.applied(outcome);
    } catch (InterruptedException e) {
      return new ToolOutcome.Failed(job.name() + " was interrupted before it ended.");
    } catch (Fault.Internal e) {
      return broke(job, e);
    } catch (Fault e) {
      return new ToolOutcome.Failed(String.valueOf(e.getMessage()));
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      return broke(job, e);
    }
  }

  /** The model hears that it failed; what failed inside is for the operator's log. */
  private static ToolOutcome broke(Job job, Throwable e) {
    LOG.log(Level.WARNING, "the tool " + job.name() + " failed", e);
    return new ToolOutcome.Failed(
        job.name() + " failed inside; the same call will hardly do better. Try another way.");
  }

  private static ToolOutcome tooSlow(Job job) {
    return new ToolOutcome.Failed(
        job.name()
            + " did not answer within "
            + job.limit().toMillis()
            + " ms and was stopped; whether it had an effect is not known.");
  }

  private Span span(Job job) {
    return tracer
        .spanBuilder("execute_tool " + job.name())
        .setParent(job.caller().trace())
        .setAttribute(OPERATION, "execute_tool")
        .setAttribute(TOOL, job.name())
        .setAttribute(CALL, job.callId())
        .startSpan();
  }

  private static void end(Span span, ToolOutcome outcome) {
    if (outcome instanceof ToolOutcome.Failed) {
      // Without its message, which may hold what the conversation is about.
      span.setStatus(StatusCode.ERROR, "the tool failed");
    }
    span.end();
  }
}
