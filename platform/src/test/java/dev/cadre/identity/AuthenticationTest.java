package dev.cadre.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cadre.fault.Fault;
import dev.cadre.http.Authenticator;
import dev.cadre.http.Principal;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AuthenticationTest {
  @TempDir Path folder;
  private Door door;

  @BeforeEach
  void open() throws IOException {
    door = new Door(folder);
  }

  private static Door.Wire bare(String... headers) {
    Map<String, List<String>> map = new HashMap<>(Map.of("host", List.of("localhost:7070")));
    for (int i = 0; i < headers.length; i += 2) {
      map.put(headers[i], List.of(headers[i + 1]));
    }
    return new Door.Wire("POST", "/cadre/v1/keys", "", map, new byte[0]);
  }

  private String token() throws IOException {
    return Files.readString(folder.resolve("admin-token")).strip();
  }

  @Test
  void the_admin_token_counts_from_this_machine_alone() throws IOException {
    Authentication gate = door.required();
    Door.Wire wire = bare("authorization", "Bearer " + token());
    assertThat(Door.enter(gate, wire).grant().principal())
        .satisfies(
            admin -> {
              assertThat(admin.kind()).isEqualTo(Principal.Kind.ADMIN_TOKEN);
              assertThat(admin.may("keys")).isTrue();
            });
    InetAddress afar = InetAddress.getByAddress(new byte[] {10, 0, 0, 1});
    assertThatThrownBy(() -> Door.enter(gate, wire, afar))
        .isInstanceOf(Fault.Unauthenticated.class);
    assertThatThrownBy(() -> Door.enter(gate, wire, null))
        .isInstanceOf(Fault.Unauthenticated.class);
    assertThatThrownBy(() -> Door.enter(gate, wire.with("x-forwarded-for", "10.0.0.1")))
        .isInstanceOf(Fault.Unauthenticated.class);
    assertThatThrownBy(() -> Door.enter(gate, bare("authorization", "Bearer " + token() + "x")))
        .isInstanceOf(Fault.Unauthenticated.class);
  }

  @Test
  void a_probe_needs_no_proof() {
    Door.Wire probe = new Door.Wire("GET", "/health", "", bare().headers(), new byte[0]);
    assertThat(Door.enter(door.required(), probe).grant().principal())
        .isEqualTo(Principal.ANONYMOUS);
    Door.Wire beside =
        new Door.Wire("GET", "/health/../cadre/v1/keys", "", bare().headers(), new byte[0]);
    assertThatThrownBy(() -> Door.enter(door.required(), beside))
        .isInstanceOf(Fault.Unauthenticated.class);
  }

  @Test
  void an_agent_with_its_own_issuer_takes_no_signature() {
    JwtVerifier own =
        new JwtVerifier(
            door.clock,
            JwtConfig.discovered(
                java.net.URI.create("http://127.0.0.1:1/.well-known/openid-configuration"),
                java.util.Set.of("app"),
                java.util.Set.of(),
                java.util.Set.of(),
                List.of()));
    Door.Wire signed = door.sign(door.key(), "POST", "/a", new byte[0], Door.Signing.HEADERS);
    assertThatThrownBy(() -> Door.enter(door.required(null, _ -> own), signed))
        .hasMessageStartingWith("Authorization method mismatch");
  }

  @Test
  void development_takes_anyone_and_decodes_what_sdks_frame() {
    Authenticator dev = door.open();
    Door.Wire signed =
        door.sign(door.key(), "POST", "/a", Door.utf8("hello"), Door.Signing.CHUNKED);
    Door.Entered entered = Door.enter(dev, signed.with("authorization", "nonsense"));
    assertThat(entered.grant().principal()).isEqualTo(Principal.ANONYMOUS);
    assertThat(entered.body()).isEqualTo(Door.utf8("hello"));
    Door.enter(dev, signed.with("x-amz-content-sha256", "0".repeat(64)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"evil.example", "127.0.0.1.evil.example", "localhost.evil.example:7070", ""})
  void development_is_not_reached_by_another_name(String host) {
    Authenticator dev = door.open();
    assertThatThrownBy(() -> Door.enter(dev, bare("host", host)))
        .isInstanceOf(Fault.Unauthenticated.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "LOCALHOST:7070", "a.localhost", "127.0.0.1:1", "[::1]:70"})
  void development_is_reached_by_this_machines_names(String host) {
    Authenticator dev = door.open();
    Door.enter(dev, bare("host", host));
  }

  @Test
  void development_takes_no_request_from_another_sites_page() {
    Authenticator dev = door.open();
    Door.enter(dev, bare("origin", "http://localhost:3000"));
    Door.enter(dev, bare("origin", "http://127.0.0.1:7070"));
    for (String origin :
        List.of("https://evil.example", "http://203.0.113.9", "null", "http://127.0.0.1.a.b")) {
      assertThatThrownBy(() -> Door.enter(dev, bare("origin", origin)))
          .isInstanceOf(Fault.Unauthenticated.class);
    }
  }
}
