package dev.cadre.toolkit.kubernetes;

import dev.cadre.fault.Fault;
import dev.cadre.tool.ToolOutcome;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** The cluster's API, and what of it the operator lets callers see. Thread-safe. */
final class Cluster {
  private final KubernetesClient client;
  private final String namespace;
  private final Set<String> namespaces;

  Cluster(KubernetesClient client, KubernetesConfig config) {
    this.client = client;
    this.namespace = config.namespace();
    this.namespaces = config.namespaces();
  }

  /** Asks the cluster, and words a refusal for the model. */
  ToolOutcome ask(String what, Function<KubernetesClient, JsonNode> question)
      throws InterruptedException {
    try {
      return ToolOutcome.Answered.json(question.apply(client));
    } catch (Fault e) {
      return new ToolOutcome.Failed(e.getMessage() + ".");
    } catch (KubernetesClientException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException("interrupted while the cluster was asked");
      }
      return new ToolOutcome.Failed(what + " failed: " + reason(e));
    }
  }

  /** The namespace a caller means. {@link Fault.Denied} when it is none of those allowed. */
  String namespace(JsonNode arguments) {
    String named = arguments.path("namespace").asString(namespace);
    if (!namespaces.isEmpty() && !namespaces.contains(named)) {
      throw new Fault.Denied(
          "the namespace '"
              + named
              + "' is not open to this server; there are "
              + String.join(", ", namespaces.stream().sorted().toList()));
    }
    return named;
  }

  /** The namespaces allowed; empty for all. */
  Set<String> namespaces() {
    return namespaces;
  }

  static String reason(KubernetesClientException e) {
    return switch (e.getCode()) {
      case 401 ->
          "the cluster does not know the server's credentials; its operator must mend them.";
      case 403 ->
          "the server's role lacks the right; its operator must grant it: " + message(e) + ".";
      case 404 -> "there is no such thing: " + message(e) + ".";
      case 0, -1 -> "the cluster cannot be reached: " + root(e) + ".";
      default -> "the cluster answered " + e.getCode() + ": " + message(e) + ".";
    };
  }

  private static String message(KubernetesClientException e) {
    String told = e.getStatus() == null ? null : e.getStatus().getMessage();
    return told == null ? String.valueOf(e.getMessage()) : told;
  }

  private static String root(Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String text =
        cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    return text.lines().findFirst().orElse(text);
  }
}
