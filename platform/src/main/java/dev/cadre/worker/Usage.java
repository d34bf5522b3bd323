package dev.cadre.worker;

import java.time.Duration;

/** What a worker uses, all its processes together; {@code diskBytes} is its work folder. */
public record Usage(long residentBytes, Duration cpu, int processes, long diskBytes) {
  public static final Usage NONE = new Usage(0, Duration.ZERO, 0, 0);
}
