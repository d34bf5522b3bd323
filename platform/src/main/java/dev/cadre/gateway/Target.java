package dev.cadre.gateway;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * One target of a gateway as it was described, and what it answered.
 *
 * @param seq in the order of creation
 * @param reasons why it is not ready, or what of it was left out
 * @param definition the API's members that are kept as they came
 * @param revision rises with each change of what is asked
 * @param catalogue null until it answered
 * @param vectors those of its tools; null while there are none
 * @param synchronizedAt when it last answered
 */
record Target(
    GatewayId gateway,
    TargetId id,
    long seq,
    String name,
    TargetStatus status,
    List<String> reasons,
    ObjectNode definition,
    long revision,
    @Nullable Catalogue catalogue,
    @Nullable Vectors vectors,
    Instant createdAt,
    Instant updatedAt,
    @Nullable Instant synchronizedAt) {

  Target {
    reasons = List.copyOf(reasons);
  }

  TargetConfiguration configuration() {
    return TargetConfiguration.of(definition);
  }

  /** This target, about to be asked anew. */
  Target asked(TargetStatus why, ObjectNode newDefinition, boolean forgetful, Instant now) {
    return new Target(
        gateway,
        id,
        seq,
        newDefinition.path("name").asString(name),
        why,
        List.of(),
        newDefinition,
        revision + 1,
        forgetful ? null : catalogue,
        forgetful ? null : vectors,
        createdAt,
        now,
        synchronizedAt);
  }

  /** This target after it answered. */
  Target answered(Catalogue offered, List<String> remarks, @Nullable Vectors made, Instant now) {
    return new Target(
        gateway,
        id,
        seq,
        name,
        TargetStatus.READY,
        remarks,
        definition,
        revision,
        offered,
        made,
        createdAt,
        now,
        now);
  }

  /** This target with the vectors of what it offers. */
  Target indexed(Vectors made) {
    return new Target(
        gateway,
        id,
        seq,
        name,
        status,
        reasons,
        definition,
        revision,
        catalogue,
        made,
        createdAt,
        updatedAt,
        synchronizedAt);
  }

  /** This target after it did not answer; what it offered before stays. */
  Target failed(String reason, Instant now) {
    return new Target(
        gateway,
        id,
        seq,
        name,
        status.failed(),
        List.of(reason),
        definition,
        revision,
        catalogue,
        vectors,
        createdAt,
        now,
        synchronizedAt);
  }
}
