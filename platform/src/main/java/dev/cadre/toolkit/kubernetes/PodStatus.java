package dev.cadre.toolkit.kubernetes;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A pod in a few words, as {@code kubectl get pods} has them. */
record PodStatus(String word, int ready, int containers, int restarts) {

  static PodStatus of(Pod pod) {
    List<ContainerStatus> statuses = pod.getStatus().getContainerStatuses();
    int ready = (int) statuses.stream().filter(s -> Boolean.TRUE.equals(s.getReady())).count();
    int restarts = statuses.stream().mapToInt(PodStatus::restarts).sum();
    return new PodStatus(word(pod), ready, pod.getSpec().getContainers().size(), restarts);
  }

  /** True when it runs with all it has, or has ended well. */
  boolean healthy() {
    return word.equals("Completed")
        || word.equals("Succeeded")
        || (word.equals("Running") && ready == containers);
  }

  private static String word(Pod pod) {
    if (pod.getMetadata().getDeletionTimestamp() != null) {
      return "Terminating";
    }
    for (ContainerStatus status : pod.getStatus().getInitContainerStatuses()) {
      String reason = reason(status.getState());
      boolean done =
          status.getState() != null
              && status.getState().getTerminated() != null
              && exitCode(status) == 0;
      boolean sidecar = Boolean.TRUE.equals(status.getStarted());
      if (!done && !sidecar) {
        return "Init:" + (reason == null ? "Waiting" : reason);
      }
    }
    String word = pod.getStatus().getReason();
    if (word != null && !word.isEmpty()) {
      return word;
    }
    for (ContainerStatus status : pod.getStatus().getContainerStatuses()) {
      String reason = reason(status.getState());
      if (reason != null) {
        return reason;
      }
    }
    return pod.getStatus().getPhase() == null ? "Unknown" : pod.getStatus().getPhase();
  }

  private static @Nullable String reason(@Nullable ContainerState state) {
    if (state == null) {
      return null;
    }
    if (state.getWaiting() != null) {
      return state.getWaiting().getReason();
    }
    if (state.getTerminated() != null) {
      String reason = state.getTerminated().getReason();
      return reason == null ? "ExitCode:" + state.getTerminated().getExitCode() : reason;
    }
    return null;
  }

  private static int exitCode(ContainerStatus status) {
    Integer code = status.getState().getTerminated().getExitCode();
    return code == null ? 0 : code;
  }

  static int restarts(ContainerStatus status) {
    return status.getRestartCount() == null ? 0 : status.getRestartCount();
  }
}
