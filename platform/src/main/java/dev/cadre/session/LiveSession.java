package dev.cadre.session;

import dev.cadre.agent.Deployment;
import dev.cadre.fault.Fault;
import dev.cadre.id.AgentRuntimeId;
import dev.cadre.id.SessionId;
import dev.cadre.session.SessionState.Event;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A session that has not ended, with the worker that is its own. Thread-safe. */
final class LiveSession {
  /** Names a session among all agents'. */
  record Key(AgentRuntimeId runtime, SessionId session) {}

  private final Key key;
  private final InstantSource clock;
  private final int maxConcurrent;
  private final int maxWaiting;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private SessionRecord created;
  private Deployment deployment;
  private SessionState state = SessionState.STARTING;
  private Workers.@Nullable Worker worker;
  private Workers.@Nullable Ending ending;
  private @Nullable Fault startFailure;
  private @Nullable EndReason stopReason;
  private int inFlight;
  private int waiting;
  private boolean agentBusy;
  private long requests;
  private Instant lastUsed;
  private boolean dirty;
  private boolean suspended;
  private boolean recorded;
  private volatile String traceId = "";

  LiveSession(
      SessionRecord created, Deployment deployment, InstantSource clock, SessionConfig config) {
    this.key = new Key(created.runtime(), created.sessionId());
    this.created = created;
    this.deployment = deployment;
    this.clock = clock;
    this.maxConcurrent = config.maxConcurrentPerSession();
    this.maxWaiting = config.maxWaitingPerSession();
    this.requests = created.requests();
    this.lastUsed = clock.instant();
  }

  Key key() {
    return key;
  }

  Deployment deployment() {
    lock.lock();
    try {
      return deployment;
    } finally {
      lock.unlock();
    }
  }

  /** The record as it was when this life with a worker began. */
  SessionRecord created() {
    lock.lock();
    try {
      return created;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Before the worker starts: the id has a session already, which goes on with what it runs and
   * where it was left.
   */
  void resume(SessionRecord earlier, Deployment itsOwn) {
    lock.lock();
    try {
      created = earlier;
      deployment = itsOwn;
      requests = earlier.requests();
    } finally {
      lock.unlock();
    }
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
  boolean started(Workers.Worker started) {
    lock.lock();
    try {
      worker = started;
      if (state == SessionState.STARTING) {
        move(Event.STARTED);
      }
      changed.signalAll();
      return open();
    } finally {
      lock.unlock();
    }
  }

  /** There will be no worker; everyone who waits for one is told why. */
  void startFailed(Fault why) {
    lock.lock();
    try {
      startFailure = why;
      move(Event.WORKER_GONE);
      recorded = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until the session has a worker, or will have none. */
  void awaitStart() throws InterruptedException {
    lock.lock();
    try {
      while (state == SessionState.STARTING) {
        changed.await();
      }
    } finally {
      lock.unlock();
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
  Workers.@Nullable Worker begin(Duration patience, String trace) throws InterruptedException {
    lock.lock();
    try {
      awaitStart();
      if (startFailure != null) {
        throw startFailure;
      }
      awaitPlace(patience);
      if (suspended) {
        throw new Fault.Unavailable("the platform is stopping; try again shortly");
      }
      if (over()) {
        return null;
      }
      inFlight++;
      requests++;
      traceId = trace;
      touch();
      move(Event.WORK_BEGAN);
      return worker;
    } finally {
      lock.unlock();
    }
  }

  private void awaitPlace(Duration patience) throws InterruptedException {
    if (inFlight < maxConcurrent || !open()) {
      return;
    }
    if (waiting >= maxWaiting) {
      throw crowded();
    }
    waiting++;
    try {
      long left = patience.toNanos();
      while (inFlight >= maxConcurrent && open()) {
        if (left <= 0) {
          throw crowded();
        }
        left = changed.awaitNanos(left);
      }
    } finally {
      waiting--;
    }
  }

  private Fault crowded() {
    return new Fault.Throttled(
        "session "
            + key.session()
            + " already runs "
            + maxConcurrent
            + " invocations and more wait; retry when one has ended, or use another session",
        Duration.ofSeconds(1));
  }

  /** Ends an invocation that {@link #begin} began. */
  void finish() {
    lock.lock();
    try {
      inFlight--;
      touch();
      if (inFlight == 0 && !agentBusy && state == SessionState.BUSY) {
        move(Event.WORK_ENDED);
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * What the agent says of itself: work of its own keeps the session alive, and its end is a use.
   */
  void pinged(boolean busy) {
    lock.lock();
    try {
      boolean wasBusy = agentBusy;
      agentBusy = busy;
      if (busy || wasBusy) {
        touch();
      }
      if (busy && state.next(Event.WORK_BEGAN) != null) {
        move(Event.WORK_BEGAN);
      } else if (wasBusy && !busy && inFlight == 0 && state == SessionState.BUSY) {
        move(Event.WORK_ENDED);
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Marks the session as being ended.
   *
   * @return the worker to end; null when another thread does it: one that ends it already, or the
   *     one that starts it
   */
  Workers.@Nullable Worker stop(EndReason reason) {
    lock.lock();
    try {
      if (state.next(Event.STOP) == null) {
        return null;
      }
      stopReason = reason;
      move(Event.STOP);
      changed.signalAll();
      return worker;
    } finally {
      lock.unlock();
    }
  }

  /** As {@link #stop} when its time is over at {@code now}; an invocation may have begun since. */
  Workers.@Nullable Worker stopIfDue(Instant now) {
    lock.lock();
    try {
      EndReason due = due(now);
      return due == null ? null : stop(due);
    } finally {
      lock.unlock();
    }
  }

  /**
   * The worker is gone, and nothing begins any more; {@link #recorded} follows. The reason is the
   * stop's, when the session was being stopped.
   */
  Workers.Ending gone(Workers.Ending how) {
    lock.lock();
    try {
      EndReason asked = stopReason;
      Workers.Ending end =
          asked == null ? how : new Workers.Ending(asked, how.detail(), how.exitCode());
      ending = end;
      move(Event.WORKER_GONE);
      changed.signalAll();
      return end;
    } finally {
      lock.unlock();
    }
  }

  /** Its end is in the database: now it is told, and the id may have a new session. */
  void recorded() {
    lock.lock();
    try {
      recorded = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * How the worker ended. A caller whose connection broke learns it here: the exit is seen a moment
   * after the reset.
   *
   * @return null when it is still alive after {@code patience}
   */
  Workers.@Nullable Ending awaitEnding(Duration patience) throws InterruptedException {
    lock.lock();
    try {
      long left = patience.toNanos();
      while (ending == null && left > 0) {
        left = changed.awaitNanos(left);
      }
      return ending;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Its worker is about to end because the platform does; the session is not over.
   *
   * @return false when it is being ended already, which goes on
   */
  boolean suspend() {
    lock.lock();
    try {
      suspended = !over();
      changed.signalAll();
      return suspended;
    } finally {
      lock.unlock();
    }
  }

  boolean suspended() {
    lock.lock();
    try {
      return suspended;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until the session's end is recorded; false when it has not within {@code patience}. */
  boolean awaitEnd(Duration patience) throws InterruptedException {
    lock.lock();
    try {
      long left = patience.toNanos();
      while (!recorded && left > 0) {
        left = changed.awaitNanos(left);
      }
      return recorded;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until no invocation runs or waits for the worker to start; false when some still do after
   * {@code patience}.
   */
  boolean awaitQuiet(Duration patience) throws InterruptedException {
    lock.lock();
    try {
      long left = patience.toNanos();
      while ((inFlight > 0 || state == SessionState.STARTING) && left > 0) {
        left = changed.awaitNanos(left);
      }
      return inFlight == 0;
    } finally {
      lock.unlock();
    }
  }

  /** Whether an invocation runs. */
  boolean working() {
    lock.lock();
    try {
      return inFlight > 0;
    } finally {
      lock.unlock();
    }
  }

  /** Why the session should end now, or null. */
  @Nullable EndReason due(Instant now) {
    lock.lock();
    try {
      if (over() || state == SessionState.STARTING) {
        return null;
      }
      if (!now.isBefore(created.createdAt().plus(created.maxLife()))) {
        return EndReason.MAX_LIFETIME;
      }
      boolean working = inFlight > 0 || agentBusy;
      return !working && !now.isBefore(lastUsed.plus(created.idleTimeout()))
          ? EndReason.IDLE_TIMEOUT
          : null;
    } finally {
      lock.unlock();
    }
  }

  /** What changed since the last call, or null. */
  SessionStore.@Nullable Touch takeChange() {
    lock.lock();
    try {
      if (!dirty || state == SessionState.STARTING || state == SessionState.ENDED) {
        return null;
      }
      dirty = false;
      return new SessionStore.Touch(created.id(), state, lastUsed, requests);
    } finally {
      lock.unlock();
    }
  }

  /** The record with what is true this moment. */
  SessionRecord now() {
    lock.lock();
    try {
      // An end is shown when it is recorded.
      SessionState shown = state == SessionState.ENDED && !recorded ? SessionState.STOPPING : state;
      return created.live(shown, worker, lastUsed, requests);
    } finally {
      lock.unlock();
    }
  }

  Workers.@Nullable Worker worker() {
    lock.lock();
    try {
      return worker;
    } finally {
      lock.unlock();
    }
  }

  private boolean open() {
    return !suspended && !over();
  }

  private boolean over() {
    return state == SessionState.STOPPING || state == SessionState.ENDED;
  }

  private void touch() {
    lastUsed = clock.instant();
    dirty = true;
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
