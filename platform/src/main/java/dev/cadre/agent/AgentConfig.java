package dev.cadre.agent;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How agents are named, stored and built.
 *
 * @param region stands in ARNs
 * @param account twelve digits; stands in ARNs
 * @param state the folder that holds artifacts, builds and their logs
 * @param searchPath folders to look for interpreters in, separated as in PATH
 * @param javaHome the JDK that runs Java agents
 * @param s3Endpoint where S3 answers; null for AWS itself
 * @param buildEnvironment what dependency installers may see of the platform's environment, such as
 *     {@code HOME} and {@code PIP_INDEX_URL}
 * @param installScripts whether dependency installation may run third-party code: source
 *     distributions of Python, install scripts of Node
 * @param buildTimeout for each step of a build
 */
public record AgentConfig(
    String region,
    String account,
    Path state,
    String searchPath,
    Path javaHome,
    @Nullable URI s3Endpoint,
    Map<String, String> buildEnvironment,
    boolean installScripts,
    Duration buildTimeout) {
  public static final String DEFAULT_REGION = "us-east-1";
  public static final String DEFAULT_ACCOUNT = "123456789012";
  private static final Duration DEFAULT_BUILD_TIMEOUT = Duration.ofMinutes(10);

  public AgentConfig {
    if (!region.matches("[a-z0-9-]+")) {
      throw new IllegalArgumentException("region '" + region + "' must match [a-z0-9-]+");
    }
    if (!account.matches("[0-9]{12}")) {
      throw new IllegalArgumentException("account '" + account + "' must have twelve digits");
    }
    buildEnvironment = Map.copyOf(buildEnvironment);
  }

  /** The default names and limits. */
  public static AgentConfig of(Path state, String searchPath, Path javaHome) {
    return new AgentConfig(
        DEFAULT_REGION,
        DEFAULT_ACCOUNT,
        state,
        searchPath,
        javaHome,
        null,
        Map.of(),
        false,
        DEFAULT_BUILD_TIMEOUT);
  }
}
