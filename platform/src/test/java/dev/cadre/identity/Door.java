package dev.cadre.identity;

import dev.cadre.http.Authenticator.Grant;
import dev.cadre.http.Authenticator.Payload;
import dev.cadre.http.RequestHead;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/** A platform's authentication with keys in memory, and clients that sign with the AWS SDK. */
final class Door {
  final TestClock clock = new TestClock();
  final FakeAccessKeys store = new FakeAccessKeys();
  final Vault vault;
  final AccessKeys keys;
  final SessionCredentials sessions =
      new SessionCredentials(new SecureRandom(), Set.of("inference"));
  final Path folder;

  /** A request on the wire. */
  record Wire(
      String method, String path, String query, Map<String, List<String>> headers, byte[] body) {
    Wire with(String name, String value) {
      Map<String, List<String>> changed = new TreeMap<>(headers);
      changed.put(name, List.of(value));
      return new Wire(method, path, query, changed, body);
    }

    Wire body(byte[] other) {
      return new Wire(method, path, query, headers, other);
    }

    Wire query(String other) {
      return new Wire(method, path, other, headers, body);
    }

    String header(String name) {
      return headers.get(name).getFirst();
    }

    RequestHead head(@Nullable InetAddress remote) {
      return new RequestHead(method, path, query, headers, false, remote);
    }
  }

  Door(Path folder) throws IOException {
    this.folder = folder;
    SecureRandom random = new SecureRandom();
    vault = Vault.at(folder.resolve("master.key"), random);
    keys = new AccessKeys(store, vault, clock, random, Duration.ofSeconds(10));
  }

  AccessKey.Created key() {
    return keys.create("test", Set.of("*"), "admin", null);
  }

  Authentication required() {
    return required(null, _ -> null);
  }

  Authentication required(@Nullable JwtVerifier issuer, InboundAuthorizers agents) {
    IdentityConfig config = IdentityConfig.defaults(IdentityConfig.Mode.REQUIRED);
    try {
      AdminToken admin = AdminToken.at(folder.resolve("admin-token"), new SecureRandom());
      return new Authentication(
          new SigV4Authenticator(Signer.Registry.of(keys, sessions), clock, config),
          new IssuedTokens(sessions, keys::signer, clock),
          new AgentPasses(vault, clock),
          admin,
          agents,
          issuer,
          config);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As in development. */
  DevAuthentication open() {
    IdentityConfig config = IdentityConfig.defaults(IdentityConfig.Mode.DEV);
    return new DevAuthentication(
        new SigV4Authenticator(sessions, clock, config),
        new IssuedTokens(sessions, keys::signer, clock),
        new AgentPasses(vault, clock),
        config);
  }

  /** Passes the door and reads the body to its end, as a handler does. */
  static Entered enter(dev.cadre.http.Authenticator door, Wire wire) {
    return enter(door, wire, InetAddress.getLoopbackAddress());
  }

  static Entered enter(dev.cadre.http.Authenticator door, Wire wire, @Nullable InetAddress remote) {
    try {
      Grant grant = door.authenticate(wire.head(remote), payload(wire.body()));
      InputStream body = grant.body().apply(new ByteArrayInputStream(wire.body()));
      return new Entered(grant, body.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  record Entered(Grant grant, byte[] body) {}

  private static Payload payload(byte[] body) {
    return () -> sha256(body);
  }

  static String sha256(byte[] body) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** How the SDK's signer is to sign. */
  record Signing(@Nullable Duration presigned, boolean chunked) {
    static final Signing HEADERS = new Signing(null, false);
    static final Signing CHUNKED = new Signing(null, true);

    static Signing presigned(Duration expires) {
      return new Signing(expires, false);
    }
  }

  Wire sign(AccessKey.Created key, String method, String uri, byte[] body, Signing how) {
    return sign(
        AwsCredentialsIdentity.create(key.key().id().value(), key.secret()),
        method,
        uri,
        body,
        how);
  }

  Wire sign(SessionCredential session, String method, String uri, byte[] body, Signing how) {
    return sign(
        AwsSessionCredentialsIdentity.create(
            session.accessKeyId(), session.secretAccessKey(), session.token()),
        method,
        uri,
        body,
        how);
  }

  Wire sign(AwsCredentialsIdentity who, String method, String uri, byte[] body, Signing how) {
    URI target = URI.create("http://127.0.0.1:7070" + uri);
    SdkHttpRequest.Builder request =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.fromValue(method))
            .uri(target)
            .putHeader("x-amzn-bedrock-agentcore-runtime-session-id", "s".repeat(40))
            .putHeader("Content-Type", "application/json");
    var signed =
        AwsV4HttpSigner.create()
            .sign(
                (SignRequest.Builder<AwsCredentialsIdentity> r) -> {
                  r.identity(who)
                      .request(request.build())
                      .payload(ContentStreamProvider.fromByteArray(body))
                      .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "bedrock-agentcore")
                      .putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1")
                      .putProperty(
                          AwsV4HttpSigner.SIGNING_CLOCK,
                          java.time.Clock.fixed(clock.instant(), java.time.ZoneOffset.UTC))
                      .putProperty(AwsV4HttpSigner.CHUNK_ENCODING_ENABLED, how.chunked());
                  if (how.presigned() != null) {
                    r.putProperty(
                            AwsV4HttpSigner.AUTH_LOCATION,
                            AwsV4HttpSigner.AuthLocation.QUERY_STRING)
                        .putProperty(AwsV4HttpSigner.EXPIRATION_DURATION, how.presigned());
                  }
                });
    return wire(signed.request(), signed.payload().orElseThrow());
  }

  private static Wire wire(SdkHttpRequest request, ContentStreamProvider payload) {
    Map<String, List<String>> headers = new TreeMap<>();
    request
        .headers()
        .forEach((name, values) -> headers.put(name.toLowerCase(), new ArrayList<>(values)));
    headers.putIfAbsent("host", List.of("127.0.0.1:7070"));
    try (InputStream body = payload.newStream()) {
      return new Wire(
          request.method().name(),
          request.encodedPath(),
          request.encodedQueryParameters().orElse(""),
          headers,
          body.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
