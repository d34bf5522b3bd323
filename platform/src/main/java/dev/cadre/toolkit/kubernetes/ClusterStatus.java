package dev.cadre.toolkit.kubernetes;

import dev.cadre.json.Json;
import dev.cadre.model.ToolSpec;
import dev.cadre.tool.Schemas;
import dev.cadre.tool.Tool;
import dev.cadre.tool.ToolInvocation;
import dev.cadre.tool.ToolOutcome;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeCondition;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The cluster at a glance. What the server's role may not read is left out, and said. */
final class ClusterStatus implements Tool {
  private static final int MAX_NODES = 100;
  private static final int MAX_NAMED = 50;
  private static final ListOptions PAGE = new ListOptionsBuilder().withLimit(2_000L).build();
  private static final ToolSpec SPEC =
      new ToolSpec(
          "get_cluster_status",
          "Tells how the cluster is: its version, nodes and their troubles, pods by status, and the"
              + " pods and deployments that are not as they should be.",
          Schemas.of(
              """
              {"type": "object", "properties": {}, "additionalProperties": false}
              """));

  private final Cluster cluster;

  ClusterStatus(Cluster cluster) {
    this.cluster = cluster;
  }

  @Override
  public ToolSpec spec() {
    return SPEC;
  }

  @Override
  public ToolOutcome call(ToolInvocation invocation) throws InterruptedException {
    return cluster.ask("Asking for the cluster", this::status);
  }

  private ObjectNode status(KubernetesClient client) {
    ObjectNode answer = Json.object();
    ArrayNode unread = Json.array();
    var version = client.getKubernetesVersion();
    if (version != null) {
      answer.put("version", version.getGitVersion());
    }
    part(unread, "nodes", () -> nodes(client, answer));
    part(unread, "pods", () -> pods(client, answer));
    part(unread, "deployments", () -> deployments(client, answer));
    if (!unread.isEmpty()) {
      answer.set("not_readable", unread);
    }
    return answer;
  }

  private static void part(ArrayNode unread, String what, Runnable reading) {
    try {
      reading.run();
    } catch (KubernetesClientException e) {
      if (e.getCode() != 403) {
        throw e;
      }
      unread.add(what + ": " + Cluster.reason(e));
    }
  }

  private static void nodes(KubernetesClient client, ObjectNode answer) {
    List<Node> found = client.nodes().list(PAGE).getItems();
    ArrayNode nodes = answer.putArray("nodes");
    int ready = 0;
    for (Node node : found) {
      boolean well = isReady(node);
      ready += well ? 1 : 0;
      if (nodes.size() < MAX_NODES) {
        describe(nodes.addObject(), node, well);
      }
    }
    answer.put("nodes_ready", ready + "/" + found.size());
  }

  private static void describe(ObjectNode entry, Node node, boolean well) {
    entry.put("name", node.getMetadata().getName()).put("ready", well);
    Map<String, Quantity> room = node.getStatus().getAllocatable();
    if (room != null) {
      entry.put("cpu", text(room.get("cpu"))).put("memory", text(room.get("memory")));
    }
    if (Boolean.TRUE.equals(node.getSpec().getUnschedulable())) {
      entry.put("cordoned", true);
    }
    ArrayNode troubles = Json.array();
    for (NodeCondition condition : node.getStatus().getConditions()) {
      boolean wanted = condition.getType().equals("Ready");
      if (!condition.getStatus().equals(wanted ? "True" : "False")) {
        troubles.add(condition.getType() + " is " + condition.getStatus() + said(condition));
      }
    }
    if (!troubles.isEmpty()) {
      entry.set("troubles", troubles);
    }
  }

  private static String said(NodeCondition condition) {
    return condition.getMessage() == null ? "" : ": " + condition.getMessage();
  }

  private static boolean isReady(Node node) {
    return node.getStatus().getConditions().stream()
        .anyMatch(c -> c.getType().equals("Ready") && c.getStatus().equals("True"));
  }

  private static @Nullable String text(@Nullable Quantity quantity) {
    return quantity == null ? null : quantity.toString();
  }

  private void pods(KubernetesClient client, ObjectNode answer) {
    Map<String, Integer> byStatus = new TreeMap<>();
    ArrayNode unhealthy = answer.putArray("unhealthy_pods");
    int count = 0;
    for (Pod pod : client.pods().inAnyNamespace().list(PAGE).getItems()) {
      if (isOpen(pod.getMetadata().getNamespace())) {
        PodStatus status = PodStatus.of(pod);
        count++;
        byStatus.merge(status.word(), 1, Integer::sum);
        if (!status.healthy() && unhealthy.size() < MAX_NAMED) {
          unhealthy
              .addObject()
              .put("name", pod.getMetadata().getName())
              .put("namespace", pod.getMetadata().getNamespace())
              .put("status", status.word())
              .put("restarts", status.restarts());
        }
      }
    }
    answer.put("pods", count);
    ObjectNode counts = answer.putObject("pods_by_status");
    byStatus.forEach(counts::put);
  }

  private void deployments(KubernetesClient client, ObjectNode answer) {
    ArrayNode behind = answer.putArray("deployments_behind");
    int count = 0;
    for (Deployment deployment :
        client.apps().deployments().inAnyNamespace().list(PAGE).getItems()) {
      if (isOpen(deployment.getMetadata().getNamespace())) {
        count++;
        int wanted = number(deployment.getSpec().getReplicas(), 1);
        int available =
            deployment.getStatus() == null
                ? 0
                : number(deployment.getStatus().getAvailableReplicas(), 0);
        if (available < wanted && behind.size() < MAX_NAMED) {
          behind
              .addObject()
              .put("name", deployment.getMetadata().getName())
              .put("namespace", deployment.getMetadata().getNamespace())
              .put("available", available + "/" + wanted);
        }
      }
    }
    answer.put("deployments", count);
  }

  private boolean isOpen(String namespace) {
    return cluster.namespaces().isEmpty() || cluster.namespaces().contains(namespace);
  }

  private static int number(@Nullable Integer value, int otherwise) {
    return value == null ? otherwise : value;
  }
}
