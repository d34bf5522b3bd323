package dev.cadre.credential;

import java.math.BigDecimal;
import java.time.Instant;
import tools.jackson.databind.node.ObjectNode;

/** Times in answers, as rest-json has them: seconds of the epoch, with a fraction. */
final class Times {
  private Times() {}

  static ObjectNode put(ObjectNode body, Instant created, Instant updated) {
    return body.put("createdTime", seconds(created)).put("lastUpdatedTime", seconds(updated));
  }

  private static BigDecimal seconds(Instant at) {
    return BigDecimal.valueOf(at.toEpochMilli(), 3);
  }
}
