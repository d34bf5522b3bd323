package dev.cadre.session;

import dev.cadre.agent.Deployment;
import dev.cadre.fault.Fault;
import dev.cadre.http.Principal;
import dev.cadre.id.AgentRuntimeId;
import dev.cadre.id.SessionId;
import dev.cadre.session.SessionState.Event;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A session that has not ended, with the worker that is its own. Thread-safe. */
final class LiveSession {
  /** Names a session among all agents'. */
  record Key(AgentRuntimeId runtime, SessionId session) {}

  private final Key key;

  // All below is guarded by this session, whose waiters are told of every change.
  private final SessionUse use;
  private final Places places;
  private SessionRecord created;
  private Deployment deployment;
  private SessionState state = SessionState.STARTING;
  private Workers.@Nullable Worker worker;
  private final SessionEnding ending = new SessionEnding();
  private boolean dirty;
  private boolean suspended;
  private volatile String traceId = "";
  private volatile Principal.Origin origin = Principal.Origin.FIRST;

  LiveSession(
      SessionRecord created, Deployment deployment, InstantSource clock, SessionConfig config) {
    this.key = new Key(created.runtime(), created.sessionId());
    this.created = created;
    this.deployment = deployment;
    this.use = new SessionUse(clock, created.requests());
    this.places = new Places(created.sessionId(), config);
  }

  Key key() {
    return key;
  }

  synchronized Deployment deployment() {
    return deployment;
  }

  /** The record as it was when this life with a worker began. */
  synchronized SessionRecord created() {
    return created;
  }

  /**
   * Before the worker starts: the id has a session already, which goes on with what it runs and
   * where it was left.
   */
  synchronized void resume(SessionRecord earlier, Deployment itsOwn) {
    created = earlier;
    deployment = itsOwn;
    use.resume(earlier.requests());
  }

  /** Where the invocation came from that began last. */
  Principal.Origin origin() {
    return origin;
  }

  void workFor(Principal.Origin from) {
    origin = from;
  }

  /** Of the invocation that began last; empty before the first. Log lines carry it. */
  String traceId() {
    return traceId;
  }

  /**
   * The worker takes requests.
   *
   * @return false when the session was stopped or suspended meanwhile: the worker must end
   */
  synchronized boolean started(Workers.Worker started) {
    worker = started;
    if (state == SessionState.STARTING) {
      move(Event.STARTED);
    }
    notifyAll();
    return open();
  }

  /** There will be no worker; everyone who waits for one is told why. */
  synchronized void startFailed(Fault why) {
    move(Event.WORKER_GONE);
    ending.neverBegan(why);
    notifyAll();
  }

  /** Waits until the session has a worker, or will have none. */
  synchronized void awaitStart() throws InterruptedException {
    while (state == SessionState.STARTING) {
      wait();
    }
  }

  /**
   * Begins an invocation: waits for the worker, then for a place among the session's concurrent
   * invocations.
   *
   * @return the worker, or null when the session ended meanwhile and another must take its place
   * @throws Fault.Throttled when too many wait already, or none ended within {@code patience}
   * @throws Fault.Unavailable when the platform stops
   */
  synchronized Workers.@Nullable Worker begin(Duration patience, String trace)
      throws InterruptedException {
    awaitStart();
    ending.requireBegun();
    places.await(() -> places.free(use.inFlight()) || !open(), this::await, patience);
    if (suspended) {
      throw new Fault.Unavailable("the platform is stopping; try again shortly");
    }
    if (over()) {
      return null;
    }
    use.began();
    dirty = true;
    traceId = trace;
    move(Event.WORK_BEGAN);
    return worker;
  }

  /** Ends an invocation that {@link #begin} began. */
  synchronized void finish() {
    use.ended();
    dirty = true;
    if (!use.working() && state == SessionState.BUSY) {
      move(Event.WORK_ENDED);
    }
    notifyAll();
  }

  /**
   * What the agent says of itself: work of its own keeps the session alive, and its end is a use.
   */
  synchronized void pinged(boolean busy) {
    boolean used = use.pinged(busy);
    dirty |= used;
    if (busy && state.next(Event.WORK_BEGAN) != null) {
      move(Event.WORK_BEGAN);
    } else if (used && !use.working() && state == SessionState.BUSY) {
      move(Event.WORK_ENDED);
    }
  }

  /**
   * Marks the session as being ended.
   *
   * @return the worker to end; null when another thread does it: one that ends it already, or the
   *     one that starts it
   */
  synchronized Workers.@Nullable Worker stop(EndReason reason) {
    if (state.next(Event.STOP) == null) {
      return null;
    }
    ending.ask(reason);
    move(Event.STOP);
    notifyAll();
    return worker;
  }

  /** As {@link #stop} when its time is over at {@code now}; an invocation may have begun since. */
  synchronized Workers.@Nullable Worker stopIfDue(Instant now) {
    EndReason due = due(now);
    return due == null ? null : stop(due);
  }

  /**
   * The worker is gone, and nothing begins any more; {@link #recorded} follows. The reason is the
   * stop's, when the session was being stopped.
   */
  synchronized Workers.Ending gone(Workers.Ending how) {
    Workers.Ending end = ending.came(how);
    move(Event.WORKER_GONE);
    notifyAll();
    return end;
  }

  /** Its end is in the database: now it is told, and the id may have a new session. */
  synchronized void recorded() {
    ending.record();
    notifyAll();
  }

  /**
   * How the worker ended. A caller whose connection broke learns it here: the exit is seen a moment
   * after the reset.
   *
   * @return null when it is still alive after {@code patience}
   */
  synchronized Workers.@Nullable Ending awaitEnding(Duration patience) throws InterruptedException {
    await(() -> ending.how() != null, patience);
    return ending.how();
  }

  /**
   * Its worker is about to end because the platform does; the session is not over.
   *
   * @return false when it is being ended already, which goes on
   */
  synchronized boolean suspend() {
    suspended = !over();
    notifyAll();
    return suspended;
  }

  synchronized boolean suspended() {
    return suspended;
  }

  /** Waits until the session's end is recorded; false when it has not within {@code patience}. */
  synchronized boolean awaitEnd(Duration patience) throws InterruptedException {
    return await(ending::recorded, patience);
  }

  /** Waits, at most {@code patience}, until no invocation runs or waits for the worker to start. */
  synchronized void awaitQuiet(Duration patience) throws InterruptedException {
    await(() -> use.inFlight() == 0 && state != SessionState.STARTING, patience);
  }

  /** Whether an invocation runs. */
  synchronized boolean working() {
    return use.inFlight() > 0;
  }

  /** Why the session should end now, or null. */
  synchronized @Nullable EndReason due(Instant now) {
    if (over() || state == SessionState.STARTING) {
      return null;
    }
    if (!now.isBefore(created.createdAt().plus(created.maxLife()))) {
      return EndReason.MAX_LIFETIME;
    }
    return use.idleFor(created.idleTimeout(), now) ? EndReason.IDLE_TIMEOUT : null;
  }

  /** What changed since the last call, or null. */
  synchronized SessionStore.@Nullable Touch takeChange() {
    if (!dirty || state == SessionState.STARTING || state == SessionState.ENDED) {
      return null;
    }
    dirty = false;
    return new SessionStore.Touch(created.id(), state, use.last(), use.requests());
  }

  /** The record with what is true this moment. */
  synchronized SessionRecord now() {
    return created.live(ending.shown(state), worker, use.last(), use.requests());
  }

  synchronized Workers.@Nullable Worker worker() {
    return worker;
  }

  /** Waits until {@code met}; false when it is not after {@code patience}. */
  private boolean await(BooleanSupplier met, Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!met.getAsBoolean()) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    return true;
  }

  private boolean open() {
    return !suspended && !over();
  }

  private boolean over() {
    return state == SessionState.STOPPING || state == SessionState.ENDED;
  }

  private void move(Event event) {
    SessionState next = state.next(event);
    if (next == null) {
      throw new IllegalStateException("a session that is " + state + " cannot see " + event);
    }
    dirty |= next != state;
    state = next;
  }
}
