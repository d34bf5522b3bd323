package dev.cadre.toolkit.kubernetes;

import dev.cadre.fault.Fault;
import dev.cadre.tool.Tool;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The server {@code kubernetes}: pods, the scale of deployments, and what is wrong. */
public final class KubernetesServer implements AutoCloseable {
  public static final String ABOUT =
      "A Kubernetes cluster: its pods, the scale of its deployments, and what is wrong with a pod.";

  private static final int CONNECT_MILLIS = 5_000;
  private static final int LIMIT_MILLIS = 20_000;

  private final KubernetesClient client;
  private final List<Tool> tools = new ArrayList<>();

  public KubernetesServer(KubernetesConfig config) {
    this(new KubernetesClientBuilder().withConfig(reached(config)).build(), config);
  }

  KubernetesServer(KubernetesClient client, KubernetesConfig config) {
    this.client = client;
    Cluster cluster = new Cluster(client, config);
    tools.add(new ListPods(cluster));
    if (config.scaling()) {
      tools.add(new ScaleDeployment(cluster, config.maxReplicas()));
    }
    tools.add(new ClusterStatus(cluster));
    tools.add(new TroubleshootPod(cluster));
  }

  private static Config reached(KubernetesConfig config) {
    String context = config.context().isEmpty() ? null : config.context();
    Config reached =
        config.kubeconfig().isEmpty()
            ? Config.autoConfigure(context)
            : Config.fromKubeconfig(context, readable(config.kubeconfig()));
    reached.setConnectionTimeout(CONNECT_MILLIS);
    reached.setRequestTimeout(LIMIT_MILLIS);
    reached.setRequestRetryBackoffLimit(1);
    return reached;
  }

  private static File readable(String kubeconfig) {
    File file = new File(kubeconfig);
    if (!file.canRead()) {
      throw new Fault.Invalid("the kubeconfig '" + kubeconfig + "' cannot be read");
    }
    return file;
  }

  public List<Tool> tools() {
    return List.copyOf(tools);
  }

  /** Null when the cluster answers, else why not. */
  public @Nullable String trouble() {
    try {
      client.getKubernetesVersion();
      return null;
    } catch (KubernetesClientException e) {
      return Cluster.reason(e);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
