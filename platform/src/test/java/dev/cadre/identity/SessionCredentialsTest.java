package dev.cadre.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cadre.fault.Fault;
import dev.cadre.http.Authenticator;
import dev.cadre.http.Principal;
import dev.cadre.id.AgentRuntimeId;
import dev.cadre.id.SessionId;
import dev.cadre.telemetry.TraceContext;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** What workers prove themselves with, where proof is needed and where it is not. */
final class SessionCredentialsTest {
  private static final AgentRuntimeId AGENT = new AgentRuntimeId("echo-AbCdEf1234");
  private static final SessionId SESSION = new SessionId("s".repeat(40));
  private static final String TRACE = "0123456789abcdef0123456789abcdef";
  private static final byte[] BODY = Door.utf8("{}");

  @TempDir Path folder;
  private Door door;
  private SessionCredential worker;

  @BeforeEach
  void open() throws IOException {
    door = new Door(folder);
    worker = door.sessions.issue(AGENT);
  }

  private Authenticator gate(String mode) {
    return mode.equals("open") ? door.open() : door.required();
  }

  private Door.Wire signed() {
    return door.sign(worker, "POST", "/model/default/converse", BODY, Door.Signing.HEADERS);
  }

  private AwsCredentialsIdentity withoutToken() {
    return AwsCredentialsIdentity.create(worker.accessKeyId(), worker.secretAccessKey());
  }

  private static Door.Wire bearer(String token) {
    return new Door.Wire(
        "POST",
        "/v1/chat/completions",
        "",
        Map.of("host", List.of("127.0.0.1:7070"), "authorization", List.of("Bearer " + token)),
        BODY);
  }

  private static Principal enter(Authenticator gate, Door.Wire wire) {
    return Door.enter(gate, wire).grant().principal();
  }

  private static void refused(Authenticator gate, Door.Wire wire) {
    assertThatThrownBy(() -> Door.enter(gate, wire))
        .isInstanceOfSatisfying(
            Fault.Unauthenticated.class,
            fault -> assertThat(fault.code()).isEqualTo("UnrecognizedClientException"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"open", "required"})
  void a_worker_calls_as_its_session(String mode) {
    AtomicReference<Context> trace = new AtomicReference<>(Context.root());
    worker.assign("ada", SESSION, trace::get, () -> Principal.Origin.FIRST);
    trace.set(TraceContext.of(TRACE));
    for (Door.Wire wire : List.of(signed(), bearer(worker.token()))) {
      Principal caller = enter(gate(mode), wire);
      assertThat(caller.name()).isEqualTo("ada");
      assertThat(caller.kind()).isEqualTo(Principal.Kind.SESSION);
      assertThat(caller.scopes()).isEqualTo(Set.of("inference"));
      assertThat(caller.session().agent()).isEqualTo(AGENT);
      assertThat(caller.session().id()).isEqualTo(SESSION);
      assertThat(Span.fromContext(caller.session().trace()).getSpanContext().getTraceId())
          .isEqualTo(TRACE);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"open", "required"})
  void a_worker_without_a_session_calls_as_its_agent(String mode) {
    Principal caller = enter(gate(mode), signed());
    assertThat(caller.name()).isEqualTo(AGENT.value());
    assertThat(caller.session().id()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"open", "required"})
  void a_presigned_request_is_the_sessions_too(String mode) {
    Door.Signing minute = Door.Signing.presigned(Duration.ofMinutes(1));
    Door.Wire wire = door.sign(worker, "GET", "/x", new byte[0], minute);
    assertThat(enter(gate(mode), wire).session().agent()).isEqualTo(AGENT);
    refused(gate(mode), door.sign(withoutToken(), "GET", "/x", new byte[0], minute));
  }

  @ParameterizedTest
  @ValueSource(strings = {"open", "required"})
  void credentials_end_with_their_worker(String mode) {
    Door.Wire wire = signed();
    worker.close();
    refused(gate(mode), wire);
    refused(gate(mode), bearer(worker.token()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"open", "required"})
  void a_sessions_key_needs_its_secret_and_its_token(String mode) {
    Door.Wire forged = signed().with("content-type", "text/plain");
    assertThatThrownBy(() -> Door.enter(gate(mode), forged))
        .hasMessageContaining("signature we calculated does not match");
    refused(
        gate(mode),
        door.sign(withoutToken(), "POST", "/model/default/converse", BODY, Door.Signing.HEADERS));
    refused(gate(mode), bearer(SessionCredentials.TOKEN_PREFIX + "x".repeat(43)));
  }

  @Test
  void an_access_key_serves_a_client_that_cannot_sign() {
    AccessKey.Created key = door.keys.create("ci", Set.of("inference"), "admin", null);
    String token = key.key().id() + ":" + key.secret();
    Principal caller = enter(door.required(), bearer(token));
    assertThat(caller.name()).isEqualTo("ci");
    assertThat(caller.kind()).isEqualTo(Principal.Kind.ACCESS_KEY);
    assertThat(caller.scopes()).isEqualTo(Set.of("inference"));
    refused(door.required(), bearer(token + "x"));
    door.keys.revoke(key.key().id());
    refused(door.required(), bearer(token));
  }

  @Test
  void an_expired_access_key_is_no_bearer_token() {
    AccessKey.Created key =
        door.keys.create("ci", Set.of("*"), "admin", door.clock.instant().plusSeconds(60));
    door.clock.advance(Duration.ofSeconds(61));
    assertThatThrownBy(
            () -> Door.enter(door.required(), bearer(key.key().id() + ":" + key.secret())))
        .hasMessageContaining("expired");
  }

  @Test
  void development_takes_any_other_bearer_token() {
    assertThat(enter(door.open(), bearer("sk-anything"))).isEqualTo(Principal.ANONYMOUS);
  }

  @Test
  void nothing_secret_is_ever_printed() {
    assertThat(worker.toString() + door.sessions.find(worker.accessKeyId()))
        .doesNotContain(worker.secretAccessKey())
        .doesNotContain(worker.token());
  }
}
