package dev.cadre.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cadre.fault.Fault;
import dev.cadre.http.Principal;
import dev.cadre.http.RequestHead;
import dev.cadre.id.AgentRuntimeId;
import dev.cadre.id.SessionId;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AgentPassesTest {
  private static final SessionId CALLED = new SessionId("called-session-of-the-order-desk-0001");
  private Instant now = Instant.parse("2026-11-21T20:00:00Z");
  private final Vault vault = Vault.transientOne(new SecureRandom());
  private final AgentPasses passes = new AgentPasses(vault, () -> now);

  private static AgentPasses.Claims claims() {
    return new AgentPasses.Claims(
        "app",
        new AgentRuntimeId("front-AbCdEf1234"),
        "a session",
        "cust001",
        2,
        "who pays",
        "order_desk",
        CALLED);
  }

  private static RequestHead head(String path) {
    return head(path, CALLED.value());
  }

  private static RequestHead head(String path, String session) {
    Map<String, List<String>> headers =
        session.isEmpty()
            ? Map.of()
            : Map.of("X-Amzn-Bedrock-AgentCore-Runtime-Session-Id", List.of(session));
    return new RequestHead("POST", path, "", headers, false, null);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/a2a/order_desk",
        "/a2a/order_desk/",
        "/a2a/order_desk/message:send",
        "/a2a/order%5fdesk/tasks/1:cancel",
        "/runtimes/order_desk/invocations"
      })
  void a_pass_is_good_for_its_callee(String path) {
    Principal principal = passes.principal(passes.issue(claims()), head(path));
    assertThat(Objects.requireNonNull(principal).kind()).isEqualTo(Principal.Kind.AGENT);
    assertThat(principal.name()).isEqualTo("app");
    assertThat(principal.scopes()).containsExactly("invoke");
    assertThat(principal.behalf())
        .isEqualTo(
            new Principal.Behalf(
                new AgentRuntimeId("front-AbCdEf1234"),
                "a session",
                "cust001",
                2,
                "who pays",
                CALLED));
  }

  @ParameterizedTest
  @CsvSource({
    "/a2a/order_desk, called-session-of-the-order-desk-0002",
    "/runtimes/order_desk/invocations, called-session-of-the-order-desk-0002",
    "/runtimes/order_desk/invocations, ''"
  })
  void in_another_session_of_its_callee_it_is_good_for_nothing(String path, String session) {
    String pass = passes.issue(claims());
    assertThatThrownBy(() -> passes.principal(pass, head(path, session)))
        .isInstanceOf(Fault.Unauthenticated.class)
        .hasMessageContaining("another session");
  }

  @Test
  void a_request_of_a2a_names_its_session_by_its_context_which_a2a_compares() {
    Principal principal = passes.principal(passes.issue(claims()), head("/a2a/order_desk", ""));
    assertThat(Objects.requireNonNull(Objects.requireNonNull(principal).behalf()).called())
        .isEqualTo(CALLED);
  }

  @Test
  void a_pass_with_another_session_written_into_it_is_refused() {
    String pass = passes.issue(claims()).substring(AgentPasses.PREFIX.length());
    String body = pass.substring(0, pass.indexOf('.'));
    String claims = new String(Base64.getUrlDecoder().decode(body), UTF_8);
    String other = claims.replace("desk-0001", "desk-0002");
    assertThat(other).isNotEqualTo(claims);
    String forged =
        AgentPasses.PREFIX
            + Base64.getUrlEncoder().withoutPadding().encodeToString(other.getBytes(UTF_8))
            + pass.substring(pass.indexOf('.'));
    RequestHead head = head("/a2a/order_desk", "called-session-of-the-order-desk-0002");
    assertThatThrownBy(() -> passes.principal(forged, head))
        .isInstanceOf(Fault.Unauthenticated.class)
        .hasMessageContaining("not one of this platform's");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/a2a/other",
        "/a2a/order_desk2",
        "/runtimes/other/invocations",
        "/runtimes/order_desk/commands",
        "/cadre/v1/keys",
        "/model/x/converse",
        "/"
      })
  void and_for_nothing_else(String path) {
    String pass = passes.issue(claims());
    assertThatThrownBy(() -> passes.principal(pass, head(path)))
        .isInstanceOf(Fault.Unauthenticated.class)
        .hasMessageContaining("another agent");
  }

  @Test
  void after_five_minutes_it_is_good_for_nothing() {
    String pass = passes.issue(claims());
    now = now.plus(Duration.ofMinutes(5));
    assertThatThrownBy(() -> passes.principal(pass, head("/a2a/order_desk")))
        .isInstanceOf(Fault.Unauthenticated.class)
        .hasMessageContaining("no longer good");
  }

  @Test
  void a_changed_one_and_one_of_another_platform_are_refused() {
    String pass = passes.issue(claims());
    String changed = pass.replace(pass.charAt(20), pass.charAt(20) == 'A' ? 'B' : 'A');
    String foreign =
        new AgentPasses(Vault.transientOne(new SecureRandom()), () -> now).issue(claims());
    for (String bad : new String[] {changed, foreign, AgentPasses.PREFIX, pass.replace(".", "")}) {
      assertThatThrownBy(() -> passes.principal(bad, head("/a2a/order_desk")))
          .isInstanceOf(Fault.Unauthenticated.class);
    }
  }

  @Test
  void what_is_no_pass_is_left_to_others() {
    assertThat(passes.principal("cadre-session-x", head("/a2a/order_desk"))).isNull();
  }
}
