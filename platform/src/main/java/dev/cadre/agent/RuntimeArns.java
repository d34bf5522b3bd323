package dev.cadre.agent;

import dev.cadre.fault.Fault;
import dev.cadre.id.AgentRuntimeId;
import dev.cadre.id.Arn;
import dev.cadre.id.EndpointName;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Forms and reads the ARNs of agents and endpoints. A declared agent has one as an agent runtime
 * and one as a harness; both speak of the same agent.
 */
final class RuntimeArns {
  private static final String SERVICE = "bedrock-agentcore";
  private static final Pattern RESOURCE =
      Pattern.compile("(runtime|harness)/([^/]+)(?:/\\1-endpoint/([^/]+))?");

  private final String region;
  private final String account;

  RuntimeArns(AgentConfig config) {
    this.region = config.region();
    this.account = config.account();
  }

  /** An agent, or one of its endpoints when {@code endpoint} is not null. */
  record Target(AgentRuntimeId agent, @Nullable EndpointName endpoint) {}

  Arn agent(AgentRuntimeId id) {
    return arn("runtime/" + id);
  }

  Arn endpoint(AgentRuntimeId id, EndpointName name) {
    return arn("runtime/" + id + "/runtime-endpoint/" + name);
  }

  Arn harness(AgentRuntimeId id) {
    return arn("harness/" + id);
  }

  Arn harnessEndpoint(AgentRuntimeId id, EndpointName name) {
    return arn("harness/" + id + "/harness-endpoint/" + name);
  }

  /** AWS gives every agent an identity of the agent's own id. */
  Arn workloadIdentity(AgentRuntimeId id) {
    return arn("workload-identity-directory/default/workload-identity/" + id);
  }

  /** Throws {@link Fault.NotFound} for an ARN of another account, region or kind of resource. */
  Target parse(String text) {
    Arn arn = Arn.parse(text);
    Matcher resource = RESOURCE.matcher(arn.resource());
    if (!arn.service().equals(SERVICE) || !resource.matches()) {
      throw new Fault.NotFound("'" + text + "' names no agent runtime");
    }
    if (!arn.region().equals(region) || !arn.account().equals(account)) {
      throw new Fault.NotFound(
          "'%s' is of region %s and account %s; this platform is %s of account %s"
              .formatted(text, arn.region(), arn.account(), region, account));
    }
    String endpoint = resource.group(3);
    return new Target(
        new AgentRuntimeId(resource.group(2)),
        endpoint == null ? null : new EndpointName(endpoint));
  }

  private Arn arn(String resource) {
    return new Arn("aws", SERVICE, region, account, resource);
  }
}
