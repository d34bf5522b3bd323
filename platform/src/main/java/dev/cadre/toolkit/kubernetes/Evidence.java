package dev.cadre.toolkit.kubernetes;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of a pod.
 *
 * @param events of this pod, the latest first
 * @param claims that its volumes name, as far as they are there
 * @param missingClaims that its volumes name and nobody made
 * @param lastLogs of containers that ended or are in trouble, by name
 */
record Evidence(
    Pod pod,
    List<Event> events,
    List<PersistentVolumeClaim> claims,
    List<String> missingClaims,
    Map<String, String> lastLogs) {
  Evidence {
    events = List.copyOf(events);
    claims = List.copyOf(claims);
    missingClaims = List.copyOf(missingClaims);
    lastLogs = Map.copyOf(lastLogs);
  }

  /** The latest event of a reason whose message holds {@code text}. */
  Optional<String> event(String reason, String text) {
    return events.stream()
        .filter(event -> reason.equals(event.getReason()))
        .map(event -> String.valueOf(event.getMessage()))
        .filter(message -> message.contains(text))
        .findFirst();
  }
}
