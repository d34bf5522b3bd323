package dev.cadre.worker;

import java.util.List;

/**
 * Where an agent may connect to. What {@code deny} names is refused, what {@code allow} names is
 * let through, the rest goes by {@code reach}. The platform's own API is always reachable;
 * link-local addresses (cloud metadata) and loopback never are, whatever is allowed.
 *
 * <p>A rule is a host name ({@code api.example.com}), a name and all below it ({@code
 * *.example.com}), an address, or a CIDR range ({@code 10.1.0.0/16}), each with {@code :port} if it
 * is to hold for one port only ({@code [fd00::/8]:443}).
 */
public record NetworkPolicy(Reach reach, List<String> allow, List<String> deny) {

  /** Public addresses, as AgentCore's network mode PUBLIC. */
  public static final NetworkPolicy PUBLIC = new NetworkPolicy(Reach.PUBLIC, List.of(), List.of());

  /** Public and private addresses, as AgentCore's network mode VPC. */
  public static final NetworkPolicy VPC = new NetworkPolicy(Reach.PRIVATE, List.of(), List.of());

  /** What no rule names. */
  public enum Reach {
    NOTHING,
    PUBLIC,
    PRIVATE
  }

  public NetworkPolicy {
    allow = List.copyOf(allow);
    deny = List.copyOf(deny);
  }
}
