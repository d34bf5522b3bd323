package dev.cadre.toolkit.kubernetes;

import dev.cadre.config.Section;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Settings of the server.
 *
 * @param kubeconfig a file; empty for what kubectl would use, or the pod's own service account
 * @param context of the file; empty for its current one
 * @param namespace where a caller names none
 * @param namespaces that may be looked at; empty for all
 * @param scaling whether {@code scale_deployment} is offered
 * @param maxReplicas that a deployment may be scaled to
 */
public record KubernetesConfig(
    String kubeconfig,
    String context,
    String namespace,
    Set<String> namespaces,
    boolean scaling,
    int maxReplicas) {

  public static final String OPTIONS =
      """
      --kubeconfig FILE    default: what kubectl would use, or the pod's own service account
      --context NAME       of the file (default: its current one)
      --namespace NAME     where a caller names none (default: default)
      --namespaces A,B     only these (default: all)
      --scaling false      without scale_deployment
      --max-replicas N     that a deployment may be scaled to (default 20)
      """;

  public KubernetesConfig {
    namespaces = Set.copyOf(namespaces);
  }

  public static KubernetesConfig read(Section section) {
    Set<String> namespaces =
        Arrays.stream(section.text("namespaces", "").split(",", -1))
            .map(String::strip)
            .filter(name -> !name.isEmpty())
            .collect(Collectors.toSet());
    return new KubernetesConfig(
        section.text("kubeconfig", ""),
        section.text("context", ""),
        section.text("namespace", "default"),
        namespaces,
        section.flag("scaling", true),
        section.integer("maxReplicas", 20, 1, 1_000));
  }
}
