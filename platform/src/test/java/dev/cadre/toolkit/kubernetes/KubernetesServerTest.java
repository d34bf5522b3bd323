package dev.cadre.toolkit.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cadre.toolkit.ToolCalls;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.EventListBuilder;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v1.HorizontalPodAutoscalerBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.server.mock.KubernetesMixedDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.ServerRequest;
import io.fabric8.mockwebserver.ServerResponse;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The server on fabric8's mock of the Kubernetes API, which keeps what is created in it. */
final class KubernetesServerTest {
  private final Map<ServerRequest, Queue<ServerResponse>> responses = new HashMap<>();
  private final KubernetesMockServer mock =
      new KubernetesMockServer(
          new Context(),
          new MockWebServer(),
          responses,
          new KubernetesMixedDispatcher(responses),
          false);
  private KubernetesClient client;
  private KubernetesServer server;
  private ToolCalls calls;

  @BeforeEach
  void start() {
    mock.init();
    client = mock.createClient();
    server = new KubernetesServer(client, config(Set.of(), true));
    calls = new ToolCalls(server.tools());
  }

  @AfterEach
  void stop() {
    server.close();
    mock.destroy();
  }

  private static KubernetesConfig config(Set<String> namespaces, boolean scaling) {
    return new KubernetesConfig("", "", "shop", namespaces, scaling, 20);
  }

  private static PodBuilder pod(String name, String phase) {
    return new PodBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace("shop")
        .withUid("uid-" + name)
        .endMetadata()
        .withNewSpec()
        .withNodeName("node-1")
        .addNewContainer()
        .withName("web")
        .withImage("shop/web:1")
        .withNewResources()
        .addToLimits("memory", new Quantity("256Mi"))
        .endResources()
        .endContainer()
        .endSpec()
        .withNewStatus()
        .withPhase(phase)
        .endStatus();
  }

  private Pod create(PodBuilder pod, ContainerStatus... statuses) {
    return client
        .pods()
        .inNamespace("shop")
        .resource(pod.editStatus().withContainerStatuses(statuses).endStatus().build())
        .create();
  }

  private static ContainerStatusBuilder web() {
    return new ContainerStatusBuilder()
        .withName("web")
        .withImage("shop/web:1")
        .withReady(false)
        .withRestartCount(0);
  }

  private static ContainerStatus running() {
    return web()
        .withReady(true)
        .withNewState()
        .withNewRunning()
        .withStartedAt("2026-03-01T10:00:00Z")
        .endRunning()
        .endState()
        .build();
  }

  private static ContainerStatus waiting(String reason, String message) {
    return web()
        .withNewState()
        .withNewWaiting()
        .withReason(reason)
        .withMessage(message)
        .endWaiting()
        .endState()
        .build();
  }

  private static ContainerStatus crashing(String endReason, int exitCode, int restarts) {
    return new ContainerStatusBuilder(waiting("CrashLoopBackOff", "back-off 5m0s restarting"))
        .withRestartCount(restarts)
        .withNewLastState()
        .withNewTerminated()
        .withReason(endReason)
        .withExitCode(exitCode)
        .endTerminated()
        .endLastState()
        .build();
  }

  private void event(String pod, String reason, String message, String at) {
    // The mock gives pods uids of its own making.
    event(pod, null, reason, message, at);
  }

  private void event(String pod, @Nullable String uid, String reason, String message, String at) {
    Event event =
        new EventBuilder()
            .withNewMetadata()
            .withName(pod + "." + reason.toLowerCase(Locale.ROOT) + at.hashCode())
            .withNamespace("shop")
            .endMetadata()
            .withNewInvolvedObject()
            .withKind("Pod")
            .withName(pod)
            .withUid(uid)
            .endInvolvedObject()
            .withReason(reason)
            .withMessage(message)
            .withType("Warning")
            .withLastTimestamp(at)
            .build();
    // The mock knows no selector by the object that an event is about.
    mock.expect()
        .get()
        .withPath("/api/v1/namespaces/shop/events?fieldSelector=involvedObject.name%3D" + pod)
        .andReturn(200, new EventListBuilder().withItems(event).build())
        .always();
  }

  private void log(String pod, boolean previous, String text) {
    mock.expect()
        .get()
        .withPath(
            "/api/v1/namespaces/shop/pods/"
                + pod
                + "/log?container=web&previous="
                + previous
                + "&tailLines=40&limitBytes=16384")
        .andReturn(200, text)
        .always();
  }

  private JsonNode troubleshoot(String pod) {
    return calls.answer("troubleshoot_pod", "{\"pod_name\":\"" + pod + "\"}");
  }

  private static JsonNode first(JsonNode answer) {
    return answer.path("findings").path(0);
  }

  @Test
  void pods_are_listed_as_kubectl_shows_them() {
    create(pod("good", "Running"), running());
    create(pod("bad", "Running"), crashing("Error", 1, 5));

    JsonNode answer = calls.answer("list_pods", "{}");

    assertThat(answer.path("namespace").asString()).isEqualTo("shop");
    assertThat(answer.path("unhealthy").asInt()).isEqualTo(1);
    assertThat(answer.path("pods"))
        .anySatisfy(
            p -> {
              assertThat(p.path("name").asString()).isEqualTo("bad");
              assertThat(p.path("status").asString()).isEqualTo("CrashLoopBackOff");
              assertThat(p.path("ready").asString()).isEqualTo("0/1");
              assertThat(p.path("restarts").asInt()).isEqualTo(5);
            });
    assertThat(calls.answer("list_pods", "{\"namespace\":\"other\"}").path("pods")).isEmpty();
  }

  @Test
  void the_stages_of_a_look_at_a_pod_are_told() {
    create(pod("good", "Running"), running());

    assertThat(calls.steps("troubleshoot_pod", "{\"pod_name\":\"good\"}"))
        .containsExactly(
            "reading the pod",
            "reading its volume claims",
            "reading its events",
            "reading what its containers logged");
  }

  @Test
  void a_healthy_pod_is_said_to_be() {
    create(pod("good", "Running"), running());

    JsonNode answer = troubleshoot("good");

    assertThat(answer.path("healthy").asBoolean()).isTrue();
    assertThat(answer.path("findings")).isEmpty();
    assertThat(answer.path("summary").asString()).isEqualTo("good is healthy.");
  }

  @Test
  void an_image_that_is_not_there_is_told_from_one_that_is_private() {
    create(pod("a", "Pending"), waiting("ImagePullBackOff", "Back-off pulling image"));
    event(
        "a",
        "Failed",
        "Failed to pull image \"shop/web:1\": rpc error: manifest unknown",
        "2026-03-01T10:00:00Z");
    create(pod("b", "Pending"), waiting("ErrImagePull", "pull access denied, repository does not"));

    JsonNode absent = first(troubleshoot("a"));
    JsonNode closed = first(troubleshoot("b"));

    assertThat(absent.path("problem").asString()).isEqualTo("ImagePullBackOff");
    assertThat(absent.path("container").asString()).isEqualTo("web");
    assertThat(absent.path("explanation").asString()).contains("has no image 'shop/web:1'");
    assertThat(absent.path("evidence").asString()).contains("manifest unknown");
    assertThat(closed.path("remedy").asString()).contains("imagePullSecrets");
  }

  @Test
  void a_crash_loop_is_told_with_the_last_lines_before_the_crash() {
    create(pod("a", "Running"), crashing("Error", 1, 7));
    log("a", true, "starting\nFATAL: DATABASE_URL is not set\n");

    JsonNode answer = troubleshoot("a");

    assertThat(first(answer).path("problem").asString()).isEqualTo("CrashLoopBackOff");
    assertThat(first(answer).path("explanation").asString())
        .contains("7 times")
        .contains("exit code 1");
    assertThat(first(answer).path("evidence").asString())
        .isEqualTo("FATAL: DATABASE_URL is not set");
    assertThat(answer.path("last_logs").path("web").asString()).startsWith("starting");
  }

  @Test
  void a_command_that_does_not_exist_is_told_from_one_that_ends() {
    create(pod("a", "Running"), crashing("Error", 127, 3));
    create(pod("b", "Running"), crashing("Completed", 0, 3));

    assertThat(first(troubleshoot("a")).path("explanation").asString())
        .contains("its command does not exist");
    assertThat(first(troubleshoot("b")).path("explanation").asString())
        .contains("its command comes to an end");
  }

  @Test
  void a_container_that_used_too_much_memory_is_told_with_its_limit() {
    create(pod("a", "Running"), crashing("OOMKilled", 137, 4));

    JsonNode finding = first(troubleshoot("a"));

    assertThat(finding.path("problem").asString()).isEqualTo("OOMKilled");
    assertThat(finding.path("explanation").asString()).contains("limit of 256Mi");
    assertThat(finding.path("remedy").asString()).contains("resources.limits.memory");
  }

  @Test
  void a_container_that_runs_again_is_still_asked_why_it_ended() {
    ContainerStatus again =
        new ContainerStatusBuilder(running())
            .withRestartCount(2)
            .withNewLastState()
            .withNewTerminated()
            .withReason("OOMKilled")
            .withExitCode(137)
            .endTerminated()
            .endLastState()
            .build();
    create(pod("a", "Running"), again);

    JsonNode answer = troubleshoot("a");

    assertThat(first(answer).path("explanation").asString()).startsWith("it runs again");
    assertThat(answer.path("healthy").asBoolean(true)).isFalse();
  }

  @Test
  void a_pod_that_no_node_takes_is_told_with_the_schedulers_reason() {
    create(
        pod("a", "Pending")
            .editStatus()
            .addNewCondition()
            .withType("PodScheduled")
            .withStatus("False")
            .withReason("Unschedulable")
            .withMessage(
                "0/3 nodes are available: 1 node(s) had untolerated taint {gpu: true}, 2"
                    + " Insufficient cpu.")
            .endCondition()
            .endStatus());

    JsonNode finding = first(troubleshoot("a"));

    assertThat(finding.path("problem").asString()).isEqualTo("Unschedulable");
    assertThat(finding.path("explanation").asString())
        .contains("more CPU than is left")
        .contains("taints");
  }

  @Test
  void a_claim_that_waits_or_is_missing_is_the_first_finding() {
    client
        .persistentVolumeClaims()
        .inNamespace("shop")
        .resource(
            new PersistentVolumeClaimBuilder()
                .withNewMetadata()
                .withName("data")
                .endMetadata()
                .withNewSpec()
                .withStorageClassName("fast")
                .endSpec()
                .withNewStatus()
                .withPhase("Pending")
                .endStatus()
                .build())
        .create();
    create(withClaim("a", "data"));
    create(withClaim("b", "gone"));

    assertThat(first(troubleshoot("a")).path("problem").asString())
        .isEqualTo("PersistentVolumeClaimPending");
    assertThat(first(troubleshoot("a")).path("remedy").asString()).contains("'fast'");
    assertThat(first(troubleshoot("b")).path("explanation").asString())
        .contains("'gone'")
        .contains("does not exist");
  }

  private static PodBuilder withClaim(String name, String claim) {
    return pod(name, "Pending")
        .editSpec()
        .addNewVolume()
        .withName("v")
        .withNewPersistentVolumeClaim(claim, false)
        .endVolume()
        .endSpec();
  }

  @Test
  void a_secret_or_config_map_that_is_missing_is_named() {
    create(
        pod("a", "Pending"),
        waiting("CreateContainerConfigError", "secret \"db-password\" not found"));
    create(pod("b", "Pending"), waiting("ContainerCreating", null));
    event(
        "b",
        "FailedMount",
        "MountVolume.SetUp failed for volume \"settings\" : configmap \"shop-settings\" not found",
        "2026-03-01T10:00:00Z");

    assertThat(first(troubleshoot("a")).path("explanation").asString())
        .contains("the Secret 'db-password' does not exist");
    assertThat(first(troubleshoot("b")).path("problem").asString()).isEqualTo("FailedMount");
    assertThat(first(troubleshoot("b")).path("explanation").asString())
        .contains("the ConfigMap 'shop-settings' does not exist");
  }

  @Test
  void a_probe_that_fails_is_told_with_what_it_saw() {
    ContainerStatus notReady = new ContainerStatusBuilder(running()).withReady(false).build();
    create(pod("a", "Running"), notReady);
    event(
        "a",
        "Unhealthy",
        "Readiness probe failed: HTTP probe failed with statuscode: 503",
        "2026-03-01T10:00:00Z");

    JsonNode finding = first(troubleshoot("a"));

    assertThat(finding.path("problem").asString()).isEqualTo("ReadinessProbeFailed");
    assertThat(finding.path("explanation").asString()).contains("gets no traffic");
    assertThat(finding.path("evidence").asString()).contains("503");
  }

  @Test
  void an_evicted_pod_is_told_why() {
    create(
        pod("a", "Failed")
            .editStatus()
            .withReason("Evicted")
            .withMessage("The node was low on resource: memory.")
            .endStatus());

    assertThat(first(troubleshoot("a")).path("problem").asString()).isEqualTo("Evicted");
    assertThat(troubleshoot("a").path("status").asString()).isEqualTo("Evicted");
  }

  @Test
  void an_init_container_that_fails_holds_the_others_up() {
    Pod pod =
        pod("a", "Pending")
            .editSpec()
            .addNewInitContainer()
            .withName("migrate")
            .endInitContainer()
            .endSpec()
            .editStatus()
            .withInitContainerStatuses(
                new ContainerStatusBuilder(crashing("Error", 2, 3)).withName("migrate").build())
            .withContainerStatuses(waiting("PodInitializing", null))
            .endStatus()
            .build();
    client.pods().inNamespace("shop").resource(pod).create();

    JsonNode answer = troubleshoot("a");

    assertThat(answer.path("status").asString()).isEqualTo("Init:CrashLoopBackOff");
    assertThat(first(answer).path("container").asString()).isEqualTo("migrate");
    assertThat(first(answer).path("explanation").asString()).contains("other containers wait");
  }

  @Test
  void events_of_an_earlier_pod_of_the_same_name_are_not_its_own() {
    create(pod("a", "Running"), running());
    event("a", "another", "Unhealthy", "Liveness probe failed: old", "2026-03-01T10:00:00Z");

    assertThat(troubleshoot("a").path("findings")).isEmpty();
    assertThat(troubleshoot("a").path("events")).isEmpty();
  }

  @Test
  void a_pod_that_is_not_there_is_said_not_to_be() {
    assertThat(calls.failure("troubleshoot_pod", "{\"pod_name\":\"gone\"}"))
        .contains("there is no pod 'gone' in shop");
  }

  private void deployment(String namespace, String name) {
    client
        .apps()
        .deployments()
        .inNamespace(namespace)
        .resource(
            new DeploymentBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .endMetadata()
                .withNewSpec()
                .withReplicas(2)
                .endSpec()
                .withNewStatus()
                .withAvailableReplicas(1)
                .endStatus()
                .build())
        .create();
  }

  private Integer replicas(String name) {
    return client
        .apps()
        .deployments()
        .inNamespace("shop")
        .withName(name)
        .get()
        .getSpec()
        .getReplicas();
  }

  @Test
  void a_deployment_is_scaled_and_an_autoscaler_is_told_of() {
    deployment("shop", "web");
    client
        .autoscaling()
        .v1()
        .horizontalPodAutoscalers()
        .inNamespace("shop")
        .resource(
            new HorizontalPodAutoscalerBuilder()
                .withNewMetadata()
                .withName("web-hpa")
                .endMetadata()
                .withNewSpec()
                .withMinReplicas(2)
                .withMaxReplicas(10)
                .withNewScaleTargetRef("apps/v1", "Deployment", "web")
                .endSpec()
                .build())
        .create();

    JsonNode answer =
        calls.answer("scale_deployment", "{\"deployment_name\":\"web\",\"replicas\":5}");

    assertThat(answer.path("replicas_before").asInt()).isEqualTo(2);
    assertThat(answer.path("note").asString()).contains("web-hpa").contains("2 and 10");
    assertThat(replicas("web")).isEqualTo(5);
  }

  @Test
  void scaling_stays_within_its_limits() {
    deployment("shop", "web");
    deployment("kube-system", "dns");

    assertThat(calls.failure("scale_deployment", "{\"deployment_name\":\"web\",\"replicas\":21}"))
        .contains("may have 20 pods");
    assertThat(
            calls.failure(
                "scale_deployment",
                "{\"deployment_name\":\"dns\",\"namespace\":\"kube-system\",\"replicas\":0}"))
        .contains("the cluster's own");
    assertThat(calls.failure("scale_deployment", "{\"deployment_name\":\"wep\",\"replicas\":1}"))
        .contains("there are web");
    assertThat(replicas("web")).isEqualTo(2);
  }

  @Test
  void an_operator_can_keep_callers_to_some_namespaces_and_from_scaling() {
    KubernetesServer narrow = new KubernetesServer(client, config(Set.of("shop"), false));
    ToolCalls narrowCalls = new ToolCalls(narrow.tools());

    assertThat(narrowCalls.failure("list_pods", "{\"namespace\":\"other\"}"))
        .contains("'other' is not open");
    assertThat(narrow.tools())
        .extracting(tool -> tool.spec().name())
        .containsExactly("list_pods", "get_cluster_status", "troubleshoot_pod");
  }

  @Test
  void the_cluster_is_told_at_a_glance() {
    client
        .nodes()
        .resource(
            new NodeBuilder()
                .withNewMetadata()
                .withName("node-1")
                .endMetadata()
                .withNewSpec()
                .endSpec()
                .withNewStatus()
                .addNewCondition()
                .withType("Ready")
                .withStatus("True")
                .endCondition()
                .addNewCondition()
                .withType("DiskPressure")
                .withStatus("True")
                .withMessage("disk is full")
                .endCondition()
                .addToAllocatable("cpu", new Quantity("4"))
                .endStatus()
                .build())
        .create();
    create(pod("good", "Running"), running());
    create(pod("bad", "Pending"), waiting("ErrImagePull", ""));
    deployment("shop", "web");

    JsonNode answer = calls.answer("get_cluster_status", "{}");

    assertThat(answer.path("nodes_ready").asString()).isEqualTo("1/1");
    assertThat(answer.path("nodes").path(0).path("troubles").path(0).asString())
        .contains("DiskPressure")
        .contains("disk is full");
    assertThat(answer.path("pods").asInt()).isEqualTo(2);
    assertThat(answer.path("unhealthy_pods").path(0).path("name").asString()).isEqualTo("bad");
    assertThat(answer.path("deployments_behind").path(0).path("available").asString())
        .isEqualTo("1/2");
  }

  @Test
  void what_the_role_may_not_do_is_told_with_its_remedy() {
    mock.expect()
        .get()
        .withPath("/api/v1/namespaces/closed/pods?limit=200")
        .andReturn(403, "{\"kind\":\"Status\",\"message\":\"pods is forbidden\",\"code\":403}")
        .always();

    assertThat(calls.failure("list_pods", "{\"namespace\":\"closed\"}"))
        .contains("lacks the right")
        .contains("pods is forbidden");
  }

  @Test
  void a_cluster_that_is_down_is_told() {
    Config config =
        new ConfigBuilder()
            .withMasterUrl("http://127.0.0.1:1")
            .withRequestRetryBackoffLimit(0)
            .build();
    try (KubernetesServer down =
        new KubernetesServer(
            new KubernetesClientBuilder().withConfig(config).build(), config(Set.of(), true))) {
      assertThat(down.trouble()).contains("cannot be reached");
      assertThat(new ToolCalls(down.tools()).failure("list_pods", "{}"))
          .contains("cannot be reached");
    }
  }
}
