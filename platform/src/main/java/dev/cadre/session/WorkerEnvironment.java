package dev.cadre.session;

import dev.cadre.agent.Artifact;
import dev.cadre.agent.Deployment;
import dev.cadre.identity.SessionCredential;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The variables of a worker: the platform's, which make the SDKs inside find it, then the agent's
 * own, which win. An agent that brings credentials or an address of its own for a model provider
 * gets neither from the platform: a mixture of both would send one's secrets to the other.
 *
 * @param common what every agent gets; {@code CADRE_URL} is where agents reach the platform
 */
record WorkerEnvironment(Map<String, String> common) {
  /**
   * Each is one of the places where an AWS SDK looks for credentials, or for where to send them.
   */
  private static final List<String> AWS =
      List.of(
          "AWS_ACCESS_KEY_ID",
          "AWS_SECRET_ACCESS_KEY",
          "AWS_SESSION_TOKEN",
          "AWS_PROFILE",
          "AWS_SHARED_CREDENTIALS_FILE",
          "AWS_CONFIG_FILE",
          "AWS_WEB_IDENTITY_TOKEN_FILE",
          "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
          "AWS_CONTAINER_CREDENTIALS_FULL_URI",
          "AWS_BEARER_TOKEN_BEDROCK",
          "AWS_ENDPOINT_URL",
          "AWS_ENDPOINT_URL_BEDROCK_RUNTIME");

  private static final List<String> OPENAI = List.of("OPENAI_API_KEY", "OPENAI_BASE_URL");

  WorkerEnvironment {
    common = Map.copyOf(common);
  }

  Map<String, String> of(Deployment deployment, Artifact.Code code, SessionCredential credential) {
    String platform = common.getOrDefault("CADRE_URL", "");
    Map<String, String> env = new HashMap<>(common);
    env.put("AGENTCORE_RUNTIME_URL", runtimeUrl(platform, deployment));
    Map<String, String> own = new HashMap<>(code.environment());
    own.putAll(deployment.environment());
    if (AWS.stream().noneMatch(own::containsKey)) {
      env.put("AWS_ENDPOINT_URL_BEDROCK_RUNTIME", platform);
      env.put("AWS_ACCESS_KEY_ID", credential.accessKeyId());
      env.put("AWS_SECRET_ACCESS_KEY", credential.secretAccessKey());
      env.put("AWS_SESSION_TOKEN", credential.token());
    }
    if (OPENAI.stream().noneMatch(own::containsKey)) {
      env.put("OPENAI_BASE_URL", platform + "/v1");
      env.put("OPENAI_API_KEY", credential.token());
    }
    env.putAll(own);
    return env;
  }

  /**
   * Where the platform serves the agent: what an A2A agent puts in its card. It ends in a slash, as
   * AWS has it.
   */
  private static String runtimeUrl(String platform, Deployment deployment) {
    String arn = URLEncoder.encode(deployment.arn().toString(), StandardCharsets.UTF_8);
    return platform + "/runtimes/" + arn + "/invocations/";
  }
}
