package dev.cadre.a2a;

import java.net.URI;
import java.time.Duration;

/**
 * The limits of A2A.
 *
 * @param url where clients reach the platform, for what names no host itself
 * @param authenticated whether callers have to prove who they are, for cards to say so
 * @param maxBody bytes of a request
 * @param maxParts of a message
 * @param maxHistory messages of one task
 * @param maxEvents updates kept of one task; further pieces of artifacts are then held until whole
 * @param maxRunning tasks of one agent that are worked on at the same time
 * @param maxTasks kept of one agent; the oldest that are over go first
 * @param retention of tasks that are over
 * @param waitLimit for how long an answer waits for a task before it shows it as it stands
 * @param streamLimit how long a stream may last
 * @param heartbeat after how long a silence a stream gets a comment
 * @param maxHooks push notification configurations of one task
 * @param hookLimit of one delivery
 * @param hookTries of one delivery
 * @param maxHops agents between whoever called first and an agent
 * @param cardLife for how long a card of another's agent is kept
 * @param remoteLimit the longest a call of another's agent may take
 * @param maxAnswer characters or bytes taken from another's agent in one answer
 */
public record A2aConfig(
    URI url,
    boolean authenticated,
    int maxBody,
    int maxParts,
    int maxHistory,
    int maxEvents,
    int maxRunning,
    int maxTasks,
    Duration retention,
    Duration waitLimit,
    Duration streamLimit,
    Duration heartbeat,
    int maxHooks,
    Duration hookLimit,
    int hookTries,
    int maxHops,
    Duration cardLife,
    Duration remoteLimit,
    int maxAnswer) {

  public static A2aConfig defaults(URI url, boolean authenticated) {
    return new A2aConfig(
        url,
        authenticated,
        32 * 1024 * 1024,
        100,
        1_000,
        10_000,
        1_000,
        100_000,
        Duration.ofDays(7),
        Duration.ofMinutes(15),
        Duration.ofHours(1),
        Duration.ofSeconds(15),
        10,
        Duration.ofSeconds(10),
        4,
        5,
        Duration.ofMinutes(5),
        Duration.ofMinutes(15),
        8 * 1024 * 1024);
  }
}
