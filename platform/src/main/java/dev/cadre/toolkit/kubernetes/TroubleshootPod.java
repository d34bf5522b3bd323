package dev.cadre.toolkit.kubernetes;

import dev.cadre.fault.Fault;
import dev.cadre.json.Json;
import dev.cadre.model.ToolSpec;
import dev.cadre.tool.Progress;
import dev.cadre.tool.Schemas;
import dev.cadre.tool.Tool;
import dev.cadre.tool.ToolInvocation;
import dev.cadre.tool.ToolOutcome;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Explains what is wrong with a pod. */
final class TroubleshootPod implements Tool {
  private static final int MAX_EVENTS = 20;
  private static final int LOG_LINES = 40;
  private static final int LOG_BYTES = 16 << 10;
  private static final double STAGES = 4;
  private static final ToolSpec SPEC =
      new ToolSpec(
          "troubleshoot_pod",
          "Explains what is wrong with a pod and what to do, from its status, its events, its"
              + " volume claims and the last lines of its containers.",
          Schemas.of(
              """
              {
                "type": "object",
                "properties": {
                  "pod_name": {
                    "type": "string",
                    "pattern": "^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$",
                    "description": "The pod, as list_pods names it"
                  },
                  "namespace": {
                    "type": "string",
                    "pattern": "^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$",
                    "description": "Default: the server's own"
                  }
                },
                "required": ["pod_name"],
                "additionalProperties": false
              }
              """));

  private final Cluster cluster;

  TroubleshootPod(Cluster cluster) {
    this.cluster = cluster;
  }

  @Override
  public ToolSpec spec() {
    return SPEC;
  }

  @Override
  public ToolOutcome call(ToolInvocation invocation) throws InterruptedException {
    JsonNode arguments = invocation.arguments();
    return cluster.ask(
        "Looking at the pod", client -> explain(client, arguments, invocation.progress()));
  }

  private ObjectNode explain(KubernetesClient client, JsonNode arguments, Progress progress) {
    String namespace = cluster.namespace(arguments);
    String name = arguments.path("pod_name").asString();
    progress.at(0, STAGES, "reading the pod");
    Pod pod = client.pods().inNamespace(namespace).withName(name).get();
    if (pod == null) {
      throw new Fault.NotFound(
          "there is no pod '" + name + "' in " + namespace + "; list_pods names those there are");
    }
    Evidence evidence = gather(client, namespace, pod, progress);
    List<Finding> findings = Diagnosis.of(evidence);
    PodStatus status = PodStatus.of(pod);
    ObjectNode answer =
        Json.object()
            .put("pod", name)
            .put("namespace", namespace)
            .put("status", status.word())
            .put("healthy", status.healthy() && findings.isEmpty())
            .put("ready", status.ready() + "/" + status.containers())
            .put("restarts", status.restarts())
            .put("summary", summary(name, status, findings));
    ArrayNode told = answer.putArray("findings");
    findings.forEach(finding -> add(told, finding));
    ArrayNode events = answer.putArray("events");
    evidence.events().stream().limit(MAX_EVENTS).forEach(event -> add(events, event));
    ObjectNode logs = answer.putObject("last_logs");
    evidence.lastLogs().forEach(logs::put);
    return answer;
  }

  private static String summary(String name, PodStatus status, List<Finding> findings) {
    if (!findings.isEmpty()) {
      Finding first = findings.getFirst();
      return name
          + ": "
          + (first.container() == null ? "" : "container " + first.container() + ": ")
          + first.explanation()
          + ". "
          + first.remedy();
    }
    return status.healthy()
        ? name + " is healthy."
        : name + " is " + status.word() + ", and nothing tells why yet; look again in a moment.";
  }

  private static void add(ArrayNode told, Finding finding) {
    ObjectNode entry = told.addObject().put("problem", finding.problem());
    if (finding.container() != null) {
      entry.put("container", finding.container());
    }
    entry.put("explanation", finding.explanation()).put("remedy", finding.remedy());
    if (!finding.evidence().isEmpty()) {
      entry.put("evidence", finding.evidence());
    }
  }

  private static void add(ArrayNode events, Event event) {
    events
        .addObject()
        .put("at", time(event))
        .put("type", event.getType())
        .put("reason", event.getReason())
        .put("count", event.getCount() == null ? 1 : event.getCount())
        .put("message", event.getMessage());
  }

  private static Evidence gather(
      KubernetesClient client, String namespace, Pod pod, Progress progress) {
    progress.at(1, STAGES, "reading its volume claims");
    List<PersistentVolumeClaim> claims = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    for (Volume volume : pod.getSpec().getVolumes()) {
      if (volume.getPersistentVolumeClaim() != null) {
        String name = volume.getPersistentVolumeClaim().getClaimName();
        PersistentVolumeClaim claim = claim(client, namespace, name, missing);
        if (claim != null) {
          claims.add(claim);
        }
      }
    }
    progress.at(2, STAGES, "reading its events");
    List<Event> events = events(client, namespace, pod);
    progress.at(3, STAGES, "reading what its containers logged");
    return new Evidence(pod, events, claims, missing, logs(client, namespace, pod));
  }

  private static @Nullable PersistentVolumeClaim claim(
      KubernetesClient client, String namespace, String name, List<String> missing) {
    try {
      PersistentVolumeClaim claim =
          client.persistentVolumeClaims().inNamespace(namespace).withName(name).get();
      if (claim == null) {
        missing.add(name);
      }
      return claim;
    } catch (KubernetesClientException e) {
      // A role that may not read claims learns as much from the scheduler's message.
      return null;
    }
  }

  private static List<Event> events(KubernetesClient client, String namespace, Pod pod) {
    String name = pod.getMetadata().getName();
    String uid = pod.getMetadata().getUid();
    return client
        .v1()
        .events()
        .inNamespace(namespace)
        .withField("involvedObject.name", name)
        .list()
        .getItems()
        .stream()
        .filter(
            event ->
                event.getInvolvedObject() != null
                    && name.equals(event.getInvolvedObject().getName())
                    && (uid == null
                        || event.getInvolvedObject().getUid() == null
                        || uid.equals(event.getInvolvedObject().getUid())))
        .sorted(Comparator.comparing(TroubleshootPod::time).reversed())
        .toList();
  }

  /** Times of one form compare as texts; the earliest when there is none. */
  private static String time(Event event) {
    if (event.getLastTimestamp() != null) {
      return event.getLastTimestamp();
    }
    return event.getEventTime() != null && event.getEventTime().getTime() != null
        ? event.getEventTime().getTime()
        : "";
  }

  private static Map<String, String> logs(KubernetesClient client, String namespace, Pod pod) {
    Map<String, String> logs = new LinkedHashMap<>();
    Stream.concat(
            pod.getStatus().getInitContainerStatuses().stream(),
            pod.getStatus().getContainerStatuses().stream())
        .filter(TroubleshootPod::worthReading)
        .forEach(
            status -> {
              String text = log(client, namespace, pod, status);
              if (!text.isBlank()) {
                logs.put(status.getName(), text);
              }
            });
    return logs;
  }

  private static boolean worthReading(ContainerStatus status) {
    boolean ended =
        status.getState() != null
            && status.getState().getTerminated() != null
            && Integer.valueOf(0).equals(status.getState().getTerminated().getExitCode());
    return !ended && (PodStatus.restarts(status) > 0 || !Boolean.TRUE.equals(status.getReady()));
  }

  /** What it said before it ended, or says now when it never did. */
  private static String log(
      KubernetesClient client, String namespace, Pod pod, ContainerStatus status) {
    boolean waits = status.getState() == null || status.getState().getWaiting() != null;
    boolean previous = waits && PodStatus.restarts(status) > 0;
    try {
      // The client's own call for logs waits for the pod to be ready, which this one is not.
      String text =
          client.raw(
              "/api/v1/namespaces/%s/pods/%s/log?container=%s&previous=%s&tailLines=%d&limitBytes=%d"
                  .formatted(
                      namespace,
                      pod.getMetadata().getName(),
                      status.getName(),
                      previous,
                      LOG_LINES,
                      LOG_BYTES));
      return text == null ? "" : text;
    } catch (KubernetesClientException e) {
      // A container that never started has no log.
      return "";
    }
  }
}
