package dev.cadre.session;

import java.time.Duration;

/**
 * The limits of sessions.
 *
 * @param maxSessions live ones of all agents
 * @param maxSessionsPerAgent live ones of one agent
 * @param newSessionsPerSecond of all agents; a burst of as many is let through
 * @param maxConcurrentPerSession invocations that run at the same time in one session
 * @param maxWaitingPerSession invocations that wait for one of those to end; more are refused
 * @param maxWait the longest an invocation waits so
 * @param initLimit the longest a worker may take to open its port
 * @param plainLimit the longest a plain answer may take
 * @param streamLimit the longest a stream may last
 * @param heartbeat after how long a silence a quiet event stream gets a comment
 * @param stopGrace between asking a worker to end and ending it
 * @param drain how long invocations under way may take to end when the platform stops
 * @param warmLimit started workers kept ready for one endpoint; 0 turns the warm pool off
 */
public record SessionConfig(
    int maxSessions,
    int maxSessionsPerAgent,
    int newSessionsPerSecond,
    int maxConcurrentPerSession,
    int maxWaitingPerSession,
    Duration maxWait,
    Duration initLimit,
    Duration plainLimit,
    Duration streamLimit,
    Duration heartbeat,
    Duration stopGrace,
    Duration drain,
    int warmLimit) {

  public static SessionConfig defaults() {
    return new SessionConfig(
        5_000,
        2_500,
        100,
        16,
        64,
        Duration.ofSeconds(30),
        Duration.ofSeconds(30),
        Duration.ofMinutes(15),
        Duration.ofMinutes(60),
        Duration.ofSeconds(15),
        Duration.ofSeconds(3),
        Duration.ofSeconds(20),
        10);
  }

  /** The same, where every session waits for a worker of its own to start. */
  public SessionConfig withoutWarmPool() {
    return new SessionConfig(
        maxSessions,
        maxSessionsPerAgent,
        newSessionsPerSecond,
        maxConcurrentPerSession,
        maxWaitingPerSession,
        maxWait,
        initLimit,
        plainLimit,
        streamLimit,
        heartbeat,
        stopGrace,
        drain,
        0);
  }
}
