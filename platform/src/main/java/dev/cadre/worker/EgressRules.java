package dev.cadre.worker;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** A {@link NetworkPolicy}, decided for one address at a time. */
final class EgressRules {
  private final NetworkPolicy policy;
  private final List<NetworkRule> allow;
  private final List<NetworkRule> deny;

  EgressRules(NetworkPolicy policy) {
    this.policy = policy;
    this.allow = policy.allow().stream().map(NetworkRule::parse).toList();
    this.deny = policy.deny().stream().map(NetworkRule::parse).toList();
  }

  /**
   * Why the agent may not connect; empty when it may. {@code address} is the one that is then
   * connected to: deciding by name, and resolving again, would let a name answer differently the
   * second time.
   */
  Optional<String> refusal(String host, InetAddress address, int port) {
    Addresses.Kind kind = Addresses.kind(address);
    if (kind == Addresses.Kind.FORBIDDEN) {
      return Optional.of("it is a loopback, link-local or multicast address");
    }
    if (denies(host, address, port)) {
      return Optional.of("the network policy denies it");
    }
    if (allows(host, address, port)) {
      return Optional.empty();
    }
    return switch (policy.reach()) {
      case NOTHING -> Optional.of("the network policy allows only what it lists");
      case PUBLIC ->
          kind == Addresses.Kind.PUBLIC
              ? Optional.empty()
              : Optional.of("it is a private address; network mode VPC or an allow rule opens it");
      case PRIVATE -> Optional.empty();
    };
  }

  /** True when a rule lets it through. */
  boolean allows(String host, InetAddress address, int port) {
    return allow.stream().anyMatch(rule -> rule.names(host, address, port));
  }

  /** True when a rule refuses it, whatever is allowed. */
  boolean denies(String host, InetAddress address, int port) {
    return deny.stream().anyMatch(rule -> rule.names(host, address, port));
  }
}
