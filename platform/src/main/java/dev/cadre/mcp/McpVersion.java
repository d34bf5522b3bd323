package dev.cadre.mcp;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The protocol's revisions spoken here, oldest first. */
enum McpVersion {
  V2024_11_05("2024-11-05"),
  V2025_03_26("2025-03-26"),
  V2025_06_18("2025-06-18"),
  V2025_11_25("2025-11-25"),
  /** The first without a handshake and without sessions: each request says all about itself. */
  V2026_07_28("2026-07-28");

  /** What a client gets that asks {@code initialize} for a revision not spoken here. */
  static final McpVersion NEWEST_WITH_SESSIONS = V2025_11_25;

  private final String date;

  McpVersion(String date) {
    this.date = date;
  }

  boolean stateless() {
    return this == V2026_07_28;
  }

  static Optional<McpVersion> of(String date) {
    return Arrays.stream(values()).filter(version -> version.date.equals(date)).findFirst();
  }

  /** Newest first, as {@code server/discover} lists them. */
  static List<String> all() {
    return Arrays.stream(values()).map(McpVersion::toString).toList().reversed();
  }

  /** As the wire writes it. */
  @Override
  public String toString() {
    return date;
  }
}
