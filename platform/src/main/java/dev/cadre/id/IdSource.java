package dev.cadre.id;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.UUID;

/** Makes new ids. Thread-safe. */
public final class IdSource {
  private static final String ALPHANUMERIC =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

  private final SecureRandom random;

  public IdSource(SecureRandom random) {
    this.random = random;
  }

  /** {@code name-AbCdEf1234}. */
  public AgentRuntimeId agentRuntime(AgentRuntimeName name) {
    return new AgentRuntimeId(name.value() + "-" + alphanumeric(10));
  }

  /** A session id for a caller that sent none. */
  public SessionId session() {
    return new SessionId(UUID.randomUUID().toString());
  }

  /**
   * A UUID of version 7: those of later milliseconds are greater, so that rows made one after the
   * other lie side by side.
   */
  public UUID ordered(Instant at) {
    long high = (at.toEpochMilli() << 16) | 0x7000 | (random.nextInt() & 0xfff);
    long low = (random.nextLong() >>> 2) | Long.MIN_VALUE;
    return new UUID(high, low);
  }

  /** {@code length} letters and digits, about 5.95 bits each. */
  public String alphanumeric(int length) {
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append(ALPHANUMERIC.charAt(random.nextInt(ALPHANUMERIC.length())));
    }
    return text.toString();
  }
}
