package dev.cadre.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/** How requests say who sends them. */
sealed interface Authorization {
  int LONGEST_TOKEN = 4096;

  /**
   * The token file that was named; else the access key of the environment; else the token that a
   * platform on this machine keeps in its state folder, which is never sent to another machine.
   */
  static Authorization of(Surroundings surroundings, URI platform, @Nullable Path tokenFile) {
    if (tokenFile != null) {
      return new AdminToken(token(surroundings.folder().resolve(tokenFile)));
    }
    String keyId = surroundings.variable("AWS_ACCESS_KEY_ID");
    String secret = surroundings.variable("AWS_SECRET_ACCESS_KEY");
    if (!keyId.isEmpty() && !secret.isEmpty()) {
      String session = surroundings.variable("AWS_SESSION_TOKEN");
      AwsCredentialsIdentity identity =
          session.isEmpty()
              ? AwsCredentialsIdentity.create(keyId, secret)
              : AwsSessionCredentialsIdentity.create(keyId, secret, session);
      return new SigV4(identity, region(surroundings));
    }
    if (isLoopback(platform)) {
      for (Path state : stateFolders(surroundings)) {
        Path file = state.resolve("admin-token");
        if (Files.isReadable(file)) {
          return new AdminToken(token(file));
        }
      }
    }
    return new Anonymous();
  }

  /** AWS_REGION, else AWS_DEFAULT_REGION, else us-east-1. */
  static String region(Surroundings surroundings) {
    return Stream.of("AWS_REGION", "AWS_DEFAULT_REGION")
        .map(surroundings::variable)
        .filter(value -> !value.isEmpty())
        .findFirst()
        .orElse("us-east-1");
  }

  private static boolean isLoopback(URI platform) {
    String host = platform.getHost();
    return host != null
        && (host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]"));
  }

  private static List<Path> stateFolders(Surroundings surroundings) {
    var folders = new ArrayList<Path>();
    folders.add(surroundings.folder().resolve(".cadre"));
    String home = surroundings.variable("CADRE_HOME");
    if (!home.isEmpty()) {
      folders.add(Path.of(home, ".cadre"));
    }
    return folders;
  }

  private static String token(Path file) {
    try (var in = Files.newInputStream(file)) {
      return Terminal.text(in.readNBytes(LONGEST_TOKEN)).strip();
    } catch (IOException e) {
      throw Failure.usage("the admin token file " + file + " cannot be read: " + e);
    }
  }

  /** Headers to add to a request; {@code headers} are the ones it has. */
  Map<String, String> headers(
      String method, URI target, Map<String, String> headers, Content content);

  /** Nothing: a platform on loopback in development asks for none. */
  record Anonymous() implements Authorization {
    @Override
    public Map<String, String> headers(
        String method, URI target, Map<String, String> headers, Content content) {
      return Map.of();
    }
  }

  record AdminToken(String token) implements Authorization {
    @Override
    public Map<String, String> headers(
        String method, URI target, Map<String, String> headers, Content content) {
      return Map.of("Authorization", "Bearer " + token);
    }
  }

  /** AWS Signature Version 4, by AWS's own signer. */
  record SigV4(AwsCredentialsIdentity identity, String region) implements Authorization {
    // The connection sets these itself, with the values that were signed.
    private static final Set<String> SET_BY_CLIENT = Set.of("host", "content-length");

    @Override
    public Map<String, String> headers(
        String method, URI target, Map<String, String> headers, Content content) {
      SdkHttpRequest.Builder request =
          SdkHttpRequest.builder().method(SdkHttpMethod.fromValue(method)).uri(target);
      headers.forEach(request::putHeader);
      SdkHttpRequest signed =
          AwsV4HttpSigner.create()
              .sign(
                  r ->
                      r.identity(identity)
                          .request(request.build())
                          .payload(() -> content.open().get())
                          .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "bedrock-agentcore")
                          .putProperty(AwsV4HttpSigner.REGION_NAME, region))
              .request();
      Map<String, String> result = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
      for (Map.Entry<String, List<String>> header : signed.headers().entrySet()) {
        if (!SET_BY_CLIENT.contains(header.getKey().toLowerCase(Locale.ROOT))) {
          result.put(header.getKey(), String.join(",", header.getValue()));
        }
      }
      return result;
    }
  }
}
