package dev.cadre.identity;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How callers prove who they are.
 *
 * @param clockSkew how far a signature's date may be from this machine's clock; AWS allows 5 min
 * @param services the service names that a signature may be scoped to
 * @param keyCache how long a key is believed without a look into the database, and so how long a
 *     revocation takes to reach other nodes
 * @param openPaths paths that need no proof, such as a probe's; one that ends in a slash stands for
 *     all below it
 * @param localHosts further names, beside those of loopback, by which development mode may be
 *     called
 * @param jwt the issuer whose tokens are accepted; null for none
 */
public record IdentityConfig(
    Mode mode,
    Duration clockSkew,
    Set<String> services,
    Duration keyCache,
    Set<String> openPaths,
    Set<String> localHosts,
    @Nullable JwtConfig jwt) {

  /** Whether anything must be proved. */
  public enum Mode {
    /** On loopback: any signature is accepted, or none, and the caller is anonymous. */
    DEV,
    REQUIRED
  }

  /** What the credentials of a session's worker allow. */
  Set<String> sessionScopes() {
    return switch (mode) {
      // Where nobody proves anything, an agent may do what anyone may.
      case DEV -> Set.of("*");
      case REQUIRED -> Set.of("inference", "credentials");
    };
  }

  public IdentityConfig {
    services = Set.copyOf(services);
    openPaths = Set.copyOf(openPaths);
    localHosts = Set.copyOf(localHosts);
  }

  public static IdentityConfig defaults(Mode mode) {
    return new IdentityConfig(
        mode,
        Duration.ofMinutes(5),
        Set.of("bedrock-agentcore", "bedrock", "monitoring", "social-messaging"),
        Duration.ofSeconds(10),
        Set.of("/health", "/health/live", "/health/ready"),
        Set.of(),
        null);
  }

  /** The same with one more path that needs no proof. */
  public IdentityConfig withOpenPath(String path) {
    return withOpenPaths(List.of(path));
  }

  /** The same with more paths that need no proof. */
  public IdentityConfig withOpenPaths(Collection<String> paths) {
    Set<String> open = new HashSet<>(openPaths);
    open.addAll(paths);
    return new IdentityConfig(mode, clockSkew, services, keyCache, open, localHosts, jwt);
  }

  /** Whether a path, as it came in the request, needs no proof. */
  boolean open(String rawPath) {
    return openPaths.contains(rawPath)
        || openPaths.stream().anyMatch(open -> isFolder(open) && rawPath.startsWith(open));
  }

  private static boolean isFolder(String open) {
    return open.length() > 1 && open.endsWith("/");
  }

  /** The same with tokens of this issuer accepted. */
  public IdentityConfig withJwt(JwtConfig issuer) {
    return new IdentityConfig(mode, clockSkew, services, keyCache, openPaths, localHosts, issuer);
  }
}
