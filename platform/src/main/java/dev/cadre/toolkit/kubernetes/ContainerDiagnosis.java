package dev.cadre.toolkit.kubernetes;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads what is wrong with one container from its states, the pod's events and its last lines. */
final class ContainerDiagnosis {
  private final Evidence evidence;
  private final ContainerStatus status;
  private final boolean init;
  private final List<Finding> findings = new ArrayList<>();

  ContainerDiagnosis(Evidence evidence, ContainerStatus status, boolean init) {
    this.evidence = evidence;
    this.status = status;
    this.init = init;
  }

  List<Finding> findings() {
    ContainerState state = status.getState();
    if (state != null && state.getWaiting() != null) {
      waiting(state.getWaiting());
    } else if (state != null && state.getTerminated() != null) {
      ended(state.getTerminated(), "it ended");
    } else if (PodStatus.restarts(status) > 0 && last() != null) {
      ended(last(), "it runs again, after it ended");
    }
    return findings;
  }

  private @Nullable ContainerStateTerminated last() {
    return status.getLastState() == null ? null : status.getLastState().getTerminated();
  }

  private void add(String problem, String explanation, String remedy, String told) {
    String whole = init ? explanation + "; the pod's other containers wait for it" : explanation;
    findings.add(new Finding(problem, status.getName(), whole, remedy, told));
  }

  private void waiting(ContainerStateWaiting waiting) {
    String reason = waiting.getReason() == null ? "Waiting" : waiting.getReason();
    String told = waiting.getMessage() == null ? "" : waiting.getMessage();
    switch (reason) {
      case "ImagePullBackOff", "ErrImagePull", "InvalidImageName", "ErrImageNeverPull" ->
          image(reason, told);
      case "CrashLoopBackOff" -> crashLoop(told);
      case "CreateContainerConfigError" ->
          add(
              reason,
              "its settings cannot be put together" + Diagnosis.absent(told),
              "Create the ConfigMap, the Secret or the key that it names in this namespace, or mark"
                  + " the reference as optional.",
              told);
      case "CreateContainerError", "RunContainerError", "StartError" ->
          add(
              reason,
              "the node could not start it",
              "See whether the command exists in the image and may be run, and whether its volumes"
                  + " and ports are free.",
              told);
      case "PodInitializing", "ContainerCreating" -> {
        // It waits for something that has a finding of its own, or for nothing wrong.
      }
      default -> add(reason, "it waits", "See what the cluster says about it.", told);
    }
  }

  private void image(String reason, String told) {
    String image = String.valueOf(status.getImage());
    String said =
        Stream.of(
                evidence.event("Failed", "Failed to pull image"),
                Optional.of(told).filter(text -> !text.isEmpty()))
            .flatMap(Optional::stream)
            .findFirst()
            .orElse("");
    String text = said.toLowerCase(Locale.ROOT);
    if (reason.equals("InvalidImageName")) {
      add(reason, "'" + image + "' is no image's name", "Mend the name of the image.", said);
    } else if (reason.equals("ErrImageNeverPull")) {
      add(
          reason,
          "the image '" + image + "' is not on the node, and imagePullPolicy is Never",
          "Put the image on the node, or let it be pulled.",
          said);
    } else if (text.contains("toomanyrequests") || text.contains("rate limit")) {
      add(
          reason,
          "the registry refuses more pulls of '" + image + "' for now",
          "Log in to the registry with imagePullSecrets, or pull from a mirror.",
          said);
    } else if (text.contains("unauthorized")
        || text.contains("denied")
        || text.contains("authentication required")) {
      add(
          reason,
          "the registry does not let the cluster read '" + image + "'",
          "Give the pod imagePullSecrets with rights to it; a private image that is misspelt looks"
              + " the same.",
          said);
    } else if (text.contains("not found") || text.contains("manifest unknown")) {
      add(
          reason,
          "the registry has no image '" + image + "'",
          "Mend its name or tag, or push it.",
          said);
    } else if (text.contains("no such host")
        || text.contains("timeout")
        || text.contains("connection refused")) {
      add(
          reason,
          "the node cannot reach the registry of '" + image + "'",
          "Look at the node's network and DNS, and at the registry's address.",
          said);
    } else {
      add(
          reason,
          "the image '" + image + "' could not be pulled",
          "See what the node said; its name, its rights or the network are wrong.",
          said);
    }
  }

  private void crashLoop(String told) {
    ContainerStateTerminated last = last();
    String again = "it ended " + PodStatus.restarts(status) + " times and is started ever later";
    if (last == null) {
      add("CrashLoopBackOff", again, "Read its last lines for the reason.", told);
    } else {
      ended(last, again);
      if (findings.stream().noneMatch(f -> f.problem().equals("CrashLoopBackOff"))) {
        add("CrashLoopBackOff", again, "Mend what ended it, which stands above.", told);
      }
    }
  }

  private void ended(ContainerStateTerminated end, String what) {
    int code = end.getExitCode() == null ? 0 : end.getExitCode();
    String reason = end.getReason() == null ? "Error" : end.getReason();
    String told = end.getMessage() == null ? "" : end.getMessage();
    if (reason.equals("OOMKilled")) {
      add(
          "OOMKilled",
          what + ": it used more memory than its limit" + memoryLimit() + " and was killed",
          "Raise resources.limits.memory, or make it use less; a heap set larger than the limit"
              + " does this too.",
          told);
    } else if (code != 0) {
      boolean loop = status.getState() != null && status.getState().getWaiting() != null;
      add(
          loop ? "CrashLoopBackOff" : "Error",
          what + ", last with exit code " + code + ": " + meaning(code),
          remedy(code),
          told.isEmpty() ? lastLine() : told);
    } else if (!init && status.getState() != null && status.getState().getWaiting() != null) {
      add(
          "CrashLoopBackOff",
          what + ", each time with exit code 0: its command comes to an end",
          "Run something that stays, or make it a Job.",
          lastLine());
    }
  }

  private String memoryLimit() {
    return Stream.concat(
            evidence.pod().getSpec().getContainers().stream(),
            evidence.pod().getSpec().getInitContainers().stream())
        .filter(container -> container.getName().equals(status.getName()))
        .map(ContainerDiagnosis::memoryLimit)
        .flatMap(Optional::stream)
        .findFirst()
        .map(limit -> " of " + limit)
        .orElse("");
  }

  private static Optional<String> memoryLimit(Container container) {
    if (container.getResources() == null || container.getResources().getLimits() == null) {
      return Optional.empty();
    }
    return Optional.ofNullable(container.getResources().getLimits().get("memory"))
        .map(Quantity::toString);
  }

  private String lastLine() {
    return evidence
        .lastLogs()
        .getOrDefault(status.getName(), "")
        .lines()
        .filter(line -> !line.isBlank())
        .reduce((_, line) -> line)
        .orElse("");
  }

  /** By the conventions of shells and of signals: 128 and the signal's number. */
  private static String meaning(int code) {
    return switch (code) {
      case 1 -> "its program gave up";
      case 2 -> "its program was used wrongly";
      case 126 -> "its command may not be run";
      case 127 -> "its command does not exist";
      case 134 -> "its program aborted itself";
      case 137 -> "it was killed, by the node, by a failing liveness probe or for its memory";
      case 139 -> "its program touched memory that is not its own";
      case 143 -> "it was told to stop";
      default -> "its program failed";
    };
  }

  private static String remedy(int code) {
    return switch (code) {
      case 126, 127 -> "Mend command and args, or the image they should be in.";
      case 137, 143 -> "See the pod's events for who stopped it, and its last lines for why.";
      default -> "Read its last lines for the reason.";
    };
  }
}
