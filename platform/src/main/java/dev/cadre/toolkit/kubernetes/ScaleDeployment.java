package dev.cadre.toolkit.kubernetes;

import dev.cadre.fault.Fault;
import dev.cadre.json.Json;
import dev.cadre.model.ToolSpec;
import dev.cadre.tool.Schemas;
import dev.cadre.tool.Tool;
import dev.cadre.tool.ToolInvocation;
import dev.cadre.tool.ToolOutcome;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v1.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Changes how many pods a deployment has. The cluster's own namespaces are left alone. */
final class ScaleDeployment implements Tool {
  private static final String SYSTEM = "kube-";
  private static final String SCHEMA =
      """
      {
        "type": "object",
        "properties": {
          "deployment_name": {
            "type": "string",
            "pattern": "^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$",
            "description": "The deployment"
          },
          "namespace": {
            "type": "string",
            "pattern": "^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$",
            "description": "Default: the server's own"
          },
          "replicas": {
            "type": "integer",
            "minimum": 0,
            "maximum": 1000,
            "description": "How many pods there shall be; 0 stops it"
          }
        },
        "required": ["deployment_name", "replicas"],
        "additionalProperties": false
      }
      """;

  private final Cluster cluster;
  private final int maxReplicas;
  private final ToolSpec spec;

  ScaleDeployment(Cluster cluster, int maxReplicas) {
    this.cluster = cluster;
    this.maxReplicas = maxReplicas;
    this.spec =
        new ToolSpec(
            "scale_deployment",
            "Sets how many pods a deployment has, at most "
                + maxReplicas
                + ". Returns at once; list_pods shows how it goes.",
            Schemas.of(SCHEMA));
  }

  @Override
  public ToolSpec spec() {
    return spec;
  }

  @Override
  public ToolOutcome call(ToolInvocation invocation) throws InterruptedException {
    JsonNode arguments = invocation.arguments();
    return cluster.ask("Scaling", client -> scale(client, arguments));
  }

  private ObjectNode scale(KubernetesClient client, JsonNode arguments) {
    String namespace = cluster.namespace(arguments);
    String name = arguments.path("deployment_name").asString();
    int replicas = arguments.path("replicas").asInt();
    if (namespace.startsWith(SYSTEM)) {
      throw new Fault.Denied("deployments of '" + namespace + "' are the cluster's own");
    }
    if (replicas > maxReplicas) {
      throw new Fault.Invalid(
          "a deployment may have " + maxReplicas + " pods here, not " + replicas);
    }
    Deployment before = client.apps().deployments().inNamespace(namespace).withName(name).get();
    if (before == null) {
      throw new Fault.NotFound(
          "there is no deployment '" + name + "' in " + namespace + named(client, namespace));
    }
    Integer from = before.getSpec().getReplicas();
    client.apps().deployments().inNamespace(namespace).withName(name).scale(replicas);
    ObjectNode answer =
        Json.object()
            .put("deployment", name)
            .put("namespace", namespace)
            .put("replicas_before", from == null ? 1 : from)
            .put("replicas", replicas);
    String autoscaler = autoscaler(client, namespace, name);
    if (!autoscaler.isEmpty()) {
      answer.put("note", autoscaler);
    }
    return answer;
  }

  private static String named(KubernetesClient client, String namespace) {
    List<String> names =
        client.apps().deployments().inNamespace(namespace).list().getItems().stream()
            .map(deployment -> deployment.getMetadata().getName())
            .sorted()
            .limit(20)
            .toList();
    return names.isEmpty() ? ", which has none" : "; there are " + String.join(", ", names);
  }

  /** What will change the scale back; empty for nothing. */
  private static String autoscaler(KubernetesClient client, String namespace, String name) {
    try {
      for (HorizontalPodAutoscaler hpa :
          client
              .autoscaling()
              .v1()
              .horizontalPodAutoscalers()
              .inNamespace(namespace)
              .list()
              .getItems()) {
        if (hpa.getSpec() != null
            && hpa.getSpec().getScaleTargetRef() != null
            && name.equals(hpa.getSpec().getScaleTargetRef().getName())) {
          return "the autoscaler "
              + hpa.getMetadata().getName()
              + " keeps this deployment between "
              + hpa.getSpec().getMinReplicas()
              + " and "
              + hpa.getSpec().getMaxReplicas()
              + " pods and will change it again";
        }
      }
      return "";
    } catch (KubernetesClientException e) {
      return "whether an autoscaler will change it again could not be read";
    }
  }
}
