package dev.cadre.toolkit.kubernetes;

import dev.cadre.json.Json;
import dev.cadre.model.ToolSpec;
import dev.cadre.tool.Schemas;
import dev.cadre.tool.Tool;
import dev.cadre.tool.ToolInvocation;
import dev.cadre.tool.ToolOutcome;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.client.KubernetesClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The pods of a namespace. */
final class ListPods implements Tool {
  private static final int MAX = 200;
  private static final ToolSpec SPEC =
      new ToolSpec(
          "list_pods",
          "Lists the pods of a namespace: whether each is healthy, its status as kubectl shows it,"
              + " restarts and node. Ask troubleshoot_pod about one that is not healthy.",
          Schemas.of(
              """
              {
                "type": "object",
                "properties": {
                  "namespace": {
                    "type": "string",
                    "pattern": "^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$",
                    "description": "Default: the server's own"
                  },
                  "label_selector": {
                    "type": "string",
                    "maxLength": 500,
                    "description": "As kubectl takes it: app=web,tier!=cache"
                  }
                },
                "additionalProperties": false
              }
              """));

  private final Cluster cluster;

  ListPods(Cluster cluster) {
    this.cluster = cluster;
  }

  @Override
  public ToolSpec spec() {
    return SPEC;
  }

  @Override
  public ToolOutcome call(ToolInvocation invocation) throws InterruptedException {
    JsonNode arguments = invocation.arguments();
    return cluster.ask("Listing pods", client -> list(client, arguments));
  }

  private ObjectNode list(KubernetesClient client, JsonNode arguments) {
    String namespace = cluster.namespace(arguments);
    PodList found =
        client
            .pods()
            .inNamespace(namespace)
            .list(
                new ListOptionsBuilder()
                    .withLimit((long) MAX)
                    .withLabelSelector(arguments.path("label_selector").asString(null))
                    .build());
    ObjectNode answer = Json.object().put("namespace", namespace);
    ArrayNode pods = answer.putArray("pods");
    int unhealthy = 0;
    for (Pod pod : found.getItems()) {
      PodStatus status = PodStatus.of(pod);
      unhealthy += status.healthy() ? 0 : 1;
      if (pods.size() < MAX) {
        pods.addObject()
            .put("name", pod.getMetadata().getName())
            .put("status", status.word())
            .put("healthy", status.healthy())
            .put("ready", status.ready() + "/" + status.containers())
            .put("restarts", status.restarts())
            .put("node", pod.getSpec().getNodeName())
            .put("created_at", pod.getMetadata().getCreationTimestamp());
      }
    }
    boolean more =
        found.getItems().size() > MAX
            || (found.getMetadata() != null
                && found.getMetadata().getContinue() != null
                && !found.getMetadata().getContinue().isEmpty());
    return answer.put("unhealthy", unhealthy).put("truncated", more);
  }
}
