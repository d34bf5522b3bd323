package dev.cadre.http;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cadre.fault.Fault;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the platform goes for others, and where not. */
final class DestinationsTest {
  private static final Destinations STRICT = new Destinations(false);
  private static final Destinations INSIDE = new Destinations(true);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1/",
        "http://localhost:8080/",
        "http://[::1]/",
        "http://10.0.0.1/",
        "http://192.168.1.1/",
        "http://[fd12::1]/",
        "http://[::ffff:10.0.0.1]/",
      })
  void what_is_inside_is_called_only_where_it_is_allowed(String address) {
    assertThatThrownBy(() -> STRICT.check(URI.create(address)))
        .isInstanceOf(Fault.Invalid.class)
        .hasMessageContaining("operator");
    assertThatCode(() -> INSIDE.check(URI.create(address))).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://169.254.169.254/latest/meta-data",
        "http://[fe80::1]/",
        "http://[fd00:ec2::254]/",
        "http://[::ffff:169.254.169.254]/",
        "http://0.0.0.0/",
        "http://224.0.0.1/",
        "http://255.255.255.255/",
      })
  void what_belongs_to_the_machine_is_never_called(String address) {
    assertThatThrownBy(() -> INSIDE.check(URI.create(address))).isInstanceOf(Fault.Invalid.class);
    assertThatThrownBy(() -> STRICT.check(URI.create(address))).isInstanceOf(Fault.Invalid.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "file:///etc/passwd",
        "ftp://8.8.8.8/",
        "/relative",
        "http:///x",
        "http://u@8.8.8.8/"
      })
  void only_whole_web_addresses_are_called(String address) {
    assertThatThrownBy(() -> INSIDE.check(URI.create(address))).isInstanceOf(Fault.Invalid.class);
  }

  @Test
  void public_addresses_are_called() {
    assertThatCode(() -> STRICT.check(URI.create("https://8.8.8.8/v1"))).doesNotThrowAnyException();
    assertThatCode(() -> STRICT.check(URI.create("https://[2606:4700::1111]/")))
        .doesNotThrowAnyException();
  }

  @Test
  void a_secret_goes_over_tls_where_others_may_listen() {
    URI plain = URI.create("http://8.8.8.8/token");
    assertThatThrownBy(() -> STRICT.checkForSecret(plain))
        .isInstanceOf(Fault.Invalid.class)
        .hasMessageContaining("TLS");
    assertThatCode(() -> STRICT.check(plain)).doesNotThrowAnyException();
    assertThatCode(() -> INSIDE.checkForSecret(plain)).doesNotThrowAnyException();
    assertThatCode(() -> STRICT.checkForSecret(URI.create("https://8.8.8.8/token")))
        .doesNotThrowAnyException();
  }

  @Test
  void a_host_that_nobody_knows_is_told() {
    assertThatThrownBy(() -> STRICT.check(URI.create("https://nobody.invalid/")))
        .isInstanceOf(Fault.Unavailable.class)
        .hasMessageContaining("nobody.invalid");
  }
}
