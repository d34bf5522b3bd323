package dev.cadre.session;

import dev.cadre.agent.Deployment;
import dev.cadre.id.SessionId;
import dev.cadre.telemetry.LogSink;
import dev.cadre.telemetry.LogStream;
import dev.cadre.worker.LineSink;
import dev.cadre.worker.LogLine;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Carries a worker's lines to the log under its session's id. What a warm worker wrote before it
 * had a session is kept, the newest lines of it, and written under the session it then gets.
 */
final class SessionLog implements LineSink {
  /** The session of lines whose worker never had one. */
  private static final SessionId NONE = new SessionId("no-session-----------------------");

  private static final int KEPT = 200;

  private final LogSink logs;
  private final Deployment deployment;
  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<LogLine> early = new ArrayDeque<>();
  private @Nullable LiveSession session;

  SessionLog(LogSink logs, Deployment deployment) {
    this.logs = logs;
    this.deployment = deployment;
  }

  @Override
  public void line(LogLine line) {
    LiveSession owner;
    lock.lock();
    try {
      owner = session;
      if (owner == null) {
        early.addLast(line);
        if (early.size() > KEPT) {
          early.removeFirst();
        }
        return;
      }
    } finally {
      lock.unlock();
    }
    append(line, owner.key().session(), owner.traceId());
  }

  void assign(LiveSession owner) {
    lock.lock();
    try {
      session = owner;
      early.forEach(line -> append(line, owner.key().session(), ""));
      early.clear();
    } finally {
      lock.unlock();
    }
  }

  /** Its worker failed before any session had it: the lines are all the more wanted. */
  void unclaimed() {
    lock.lock();
    try {
      early.forEach(line -> append(line, NONE, ""));
      early.clear();
    } finally {
      lock.unlock();
    }
  }

  private void append(LogLine line, SessionId id, String traceId) {
    logs.append(
        new dev.cadre.telemetry.LogLine(
            line.at(),
            deployment.id(),
            Integer.toString(deployment.version()),
            id,
            traceId.isEmpty() ? null : traceId,
            switch (line.stream()) {
              case STDOUT -> LogStream.STDOUT;
              case STDERR -> LogStream.STDERR;
              case NOTICE -> LogStream.NOTICE;
            },
            line.text()));
  }
}
