package dev.cadre.toolkit.kubernetes;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reads from what is known of a pod what is wrong with it, the cause before its effects. */
final class Diagnosis {
  private final Evidence evidence;
  private final Set<Finding> findings = new LinkedHashSet<>();

  private Diagnosis(Evidence evidence) {
    this.evidence = evidence;
  }

  /** Empty when nothing is. */
  static List<Finding> of(Evidence evidence) {
    Diagnosis diagnosis = new Diagnosis(evidence);
    diagnosis.wholePod();
    diagnosis.claims();
    diagnosis.scheduling();
    diagnosis.mounts();
    diagnosis.containers();
    diagnosis.probes();
    return new ArrayList<>(diagnosis.findings);
  }

  private void wholePod() {
    Pod pod = evidence.pod();
    String reason = String.valueOf(pod.getStatus().getReason());
    String message = String.valueOf(pod.getStatus().getMessage());
    switch (reason) {
      case "Evicted" ->
          findings.add(
              Finding.ofPod(
                  "Evicted",
                  "its node ran short and put the pod out",
                  "Set requests near what the pod really uses, so that it is not the first to go;"
                      + " look at the node's disk and memory; delete the evicted pod.",
                  message));
      case "NodeLost" ->
          findings.add(
              Finding.ofPod(
                  "NodeLost",
                  "its node does not answer any more",
                  "Look at the node with get_cluster_status; the pod comes back elsewhere when a"
                      + " controller owns it.",
                  message));
      case "DeadlineExceeded" ->
          findings.add(
              Finding.ofPod(
                  "DeadlineExceeded",
                  "it ran longer than activeDeadlineSeconds allows",
                  "Raise the deadline, or make the work shorter.",
                  message));
      default -> {
        // The containers say more.
      }
    }
    if (pod.getMetadata().getDeletionTimestamp() != null
        && !pod.getMetadata().getFinalizers().isEmpty()) {
      findings.add(
          Finding.ofPod(
              "Terminating",
              "it is being deleted and waits for finalizers",
              "Find who should remove the finalizers; take them off by hand only when it is gone.",
              String.join(", ", pod.getMetadata().getFinalizers())));
    }
    evidence
        .event("FailedCreatePodSandBox", "")
        .filter(
            told ->
                evidence.pod().getStatus().getContainerStatuses().stream()
                    .noneMatch(
                        status ->
                            status.getState() != null && status.getState().getRunning() != null))
        .ifPresent(
            told ->
                findings.add(
                    Finding.ofPod(
                        "FailedCreatePodSandBox",
                        "the node could not make the pod's network or sandbox",
                        "Look at the network plugin's pods on that node, and whether addresses are"
                            + " left.",
                        told)));
  }

  private void claims() {
    for (String missing : evidence.missingClaims()) {
      findings.add(
          Finding.ofPod(
              "PersistentVolumeClaimMissing",
              "the claim '" + missing + "' that its volume names does not exist",
              "Create the claim, or mend its name in the pod.",
              ""));
    }
    for (PersistentVolumeClaim claim : evidence.claims()) {
      if (claim.getStatus() != null && "Pending".equals(claim.getStatus().getPhase())) {
        String storage = claim.getSpec().getStorageClassName();
        findings.add(
            Finding.ofPod(
                "PersistentVolumeClaimPending",
                "the claim '" + claim.getMetadata().getName() + "' has no volume yet",
                "See whether the storage class "
                    + (storage == null ? "(the default one)" : "'" + storage + "'")
                    + " exists and has a provisioner that works, or make a volume that fits.",
                ""));
      }
    }
  }

  private void scheduling() {
    for (PodCondition condition : evidence.pod().getStatus().getConditions()) {
      if ("PodScheduled".equals(condition.getType()) && "False".equals(condition.getStatus())) {
        String told = String.valueOf(condition.getMessage());
        findings.add(
            Finding.ofPod(
                String.valueOf(condition.getReason()),
                "no node takes the pod: " + scheduling(told),
                schedulingRemedy(told),
                told));
      }
    }
  }

  private static String scheduling(String told) {
    List<String> reasons = new ArrayList<>();
    String text = told.toLowerCase(Locale.ROOT);
    if (text.contains("insufficient cpu")) {
      reasons.add("it asks for more CPU than is left");
    }
    if (text.contains("insufficient memory")) {
      reasons.add("it asks for more memory than is left");
    }
    if (text.contains("taint")) {
      reasons.add("nodes have taints that it does not tolerate");
    }
    if (text.contains("node affinity") || text.contains("node selector")) {
      reasons.add("no node has the labels that it wants");
    }
    if (text.contains("persistentvolumeclaim")) {
      reasons.add("its volume claims have no volumes");
    }
    if (text.contains("too many pods")) {
      reasons.add("nodes have as many pods as they may");
    }
    return reasons.isEmpty() ? "see what the scheduler said" : String.join(", and ", reasons);
  }

  private static String schedulingRemedy(String told) {
    String text = told.toLowerCase(Locale.ROOT);
    if (text.contains("insufficient") || text.contains("too many pods")) {
      return "Lower its requests, scale something else down, or add nodes.";
    }
    if (text.contains("taint")) {
      return "Add a toleration, or remove the taint from a node that it may run on.";
    }
    if (text.contains("affinity") || text.contains("selector")) {
      return "Mend its nodeSelector or affinity, or label a node.";
    }
    return text.contains("persistentvolumeclaim")
        ? "Mend the volume claims first."
        : "Compare what the pod asks for with what the nodes have.";
  }

  /** Volumes that could not be mounted, before any container started. */
  private void mounts() {
    for (String reason : List.of("FailedMount", "FailedAttachVolume")) {
      evidence
          .event(reason, "")
          .filter(told -> !"Running".equals(evidence.pod().getStatus().getPhase()))
          .ifPresent(
              told ->
                  findings.add(
                      Finding.ofPod(
                          reason,
                          "a volume could not be mounted" + absent(told),
                          told.contains("not found")
                              ? "Create what is missing in this namespace, or mend its name in the"
                                  + " pod."
                              : "Look at the volume and at what provides it.",
                          told)));
    }
  }

  /** Names the object that a message says is not there; empty when it names none. */
  static String absent(String told) {
    String text = told.toLowerCase(Locale.ROOT);
    for (String kind : List.of("configmap", "secret")) {
      int at = text.indexOf(kind + " \"");
      int end = at < 0 ? -1 : told.indexOf('"', at + kind.length() + 2);
      if (end > 0 && text.indexOf("not found", end) >= 0) {
        String name = told.substring(at + kind.length() + 2, end);
        return ": the "
            + (kind.equals("secret") ? "Secret" : "ConfigMap")
            + " '"
            + name
            + "' does not exist";
      }
    }
    return "";
  }

  private void containers() {
    for (ContainerStatus status : evidence.pod().getStatus().getInitContainerStatuses()) {
      findings.addAll(new ContainerDiagnosis(evidence, status, true).findings());
    }
    for (ContainerStatus status : evidence.pod().getStatus().getContainerStatuses()) {
      findings.addAll(new ContainerDiagnosis(evidence, status, false).findings());
    }
  }

  private void probes() {
    for (String probe : List.of("Liveness", "Readiness", "Startup")) {
      evidence.events().stream()
          .filter(event -> "Unhealthy".equals(event.getReason()))
          .map(Event::getMessage)
          .filter(message -> message != null && message.startsWith(probe + " probe"))
          .findFirst()
          .filter(told -> !PodStatus.of(evidence.pod()).healthy() || !probe.equals("Startup"))
          .ifPresent(told -> findings.add(probe(probe, told)));
    }
  }

  private Finding probe(String probe, String told) {
    boolean well = PodStatus.of(evidence.pod()).healthy();
    String effect =
        switch (probe) {
          case "Readiness" -> "it gets no traffic while the probe fails";
          case "Startup" -> "it is restarted, as it does not start in time";
          default -> "it is restarted when the probe fails again and again";
        };
    return Finding.ofPod(
        probe + "ProbeFailed",
        "the "
            + probe.toLowerCase(Locale.ROOT)
            + " probe "
            + (well ? "failed lately" : "fails")
            + ": "
            + effect,
        "See whether path and port are right, whether the program listens there, and whether"
            + " initialDelaySeconds and timeoutSeconds leave it time.",
        told);
  }
}
