package dev.cadre.credential;

import java.time.Instant;
import java.util.List;

/**
 * A workload that may fetch credentials.
 *
 * @param returnUrls where people may be sent after they consented
 */
record WorkloadIdentity(
    String name, long seq, List<String> returnUrls, Instant createdAt, Instant updatedAt) {
  WorkloadIdentity {
    returnUrls = List.copyOf(returnUrls);
  }
}
