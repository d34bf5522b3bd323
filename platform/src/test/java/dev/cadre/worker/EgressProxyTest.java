package dev.cadre.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cadre.fault.Fault;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The proxy's decisions, without a network. */
final class EgressProxyTest {

  @ParameterizedTest
  @CsvSource({
    "8.8.8.8, PUBLIC",
    "2606:4700::1111, PUBLIC",
    "172.15.255.255, PUBLIC",
    "172.16.0.0, PRIVATE",
    "172.31.255.255, PRIVATE",
    "172.32.0.0, PUBLIC",
    "10.1.2.3, PRIVATE",
    "192.168.1.1, PRIVATE",
    "100.64.0.0, PRIVATE",
    "100.127.255.255, PRIVATE",
    "100.128.0.0, PUBLIC",
    "fc00::1, PRIVATE",
    "fd12::1, PRIVATE",
    "127.0.0.1, FORBIDDEN",
    "127.255.255.255, FORBIDDEN",
    "0.0.0.0, FORBIDDEN",
    "169.254.169.254, FORBIDDEN",
    "fe80::1, FORBIDDEN",
    "fd00:ec2::254, FORBIDDEN",
    "::1, FORBIDDEN",
    "::, FORBIDDEN",
    "224.0.0.1, FORBIDDEN",
    "255.255.255.255, FORBIDDEN",
    "64:ff9b::a9fe:a9fe, FORBIDDEN",
    "64:ff9b::808:808, PUBLIC",
    "2002:7f00:1::, FORBIDDEN",
    "2002:a00:1::, PRIVATE",
    "::ffff:169.254.169.254, FORBIDDEN",
    "2001:0:1::1, FORBIDDEN"
  })
  void an_address_is_of_a_kind(String address, Addresses.Kind kind) throws Exception {
    assertThat(Addresses.kind(InetAddress.getByName(address))).isEqualTo(kind);
  }

  private static boolean allowed(NetworkPolicy policy, String host, String address, int port)
      throws Exception {
    return new EgressRules(policy).refusal(host, InetAddress.getByName(address), port).isEmpty();
  }

  private static NetworkPolicy policy(
      NetworkPolicy.Reach reach, List<String> allow, List<String> deny) {
    return new NetworkPolicy(reach, allow, deny);
  }

  @Test
  void public_mode_keeps_private_addresses_out_even_behind_a_public_name() throws Exception {
    assertThat(allowed(NetworkPolicy.PUBLIC, "example.com", "93.184.216.34", 443)).isTrue();
    assertThat(allowed(NetworkPolicy.PUBLIC, "example.com", "10.0.0.7", 443)).isFalse();
    assertThat(allowed(NetworkPolicy.VPC, "db.internal", "10.0.0.7", 5432)).isTrue();
    assertThat(allowed(NetworkPolicy.VPC, "example.com", "169.254.169.254", 80)).isFalse();
  }

  @Test
  void rules_name_hosts_ranges_and_ports() throws Exception {
    var listed =
        policy(NetworkPolicy.Reach.NOTHING, List.of("*.example.com:443", "10.1.0.0/16"), List.of());
    assertThat(allowed(listed, "api.example.com", "93.184.216.34", 443)).isTrue();
    assertThat(allowed(listed, "api.example.com", "93.184.216.34", 80)).isFalse();
    assertThat(allowed(listed, "notexample.com", "93.184.216.34", 443)).isFalse();
    assertThat(allowed(listed, "db", "10.1.9.9", 5432)).isTrue();
    assertThat(allowed(listed, "db", "10.2.9.9", 5432)).isFalse();
  }

  @Test
  void deny_wins_over_allow() throws Exception {
    var both =
        policy(NetworkPolicy.Reach.PUBLIC, List.of("bad.example.com"), List.of("*.example.com"));
    assertThat(allowed(both, "bad.example.com", "93.184.216.34", 443)).isFalse();
    assertThat(allowed(both, "example.org", "93.184.216.34", 443)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "http://x", "a b", "10.0.0.0/33", "x:0", "x:99999", "*", "10.0.0.0/", "*.*.x"})
  void a_rule_that_means_nothing_is_refused(String rule) {
    assertThatThrownBy(() -> NetworkRule.parse(rule)).isInstanceOf(Fault.Invalid.class);
  }

  @Test
  void a_plain_request_goes_on_in_origin_form_and_alone() throws Exception {
    ProxyRequest request =
        ProxyRequest.parse(
            "GET http://Example.com/a?b=c HTTP/1.1\r\nHost: example.com\r\nProxy-Authorization: x\r\n"
                + "Proxy-Connection: keep-alive\r\nConnection: keep-alive\r\nA: b\r\n\r\n",
            "\u0001");
    assertThat(request.host()).isEqualTo("example.com");
    assertThat(request.port()).isEqualTo(80);
    assertThat(request.head())
        .isEqualTo("GET /a?b=c HTTP/1.1\r\nHost: example.com\r\nA: b\r\nConnection: close\r\n\r\n");
    assertThat(request.rest()).isEqualTo("\u0001");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CONNECT example.com HTTP/1.1\r\n\r\n",
        "CONNECT example.com:0 HTTP/1.1\r\n\r\n",
        "CONNECT a@example.com:443 HTTP/1.1\r\n\r\n",
        "GET https://example.com/ HTTP/1.1\r\n\r\n",
        "GET http:///x HTTP/1.1\r\n\r\n",
        "\r\n\r\n"
      })
  void a_malformed_head_is_refused(String head) {
    assertThatThrownBy(() -> ProxyRequest.parse(head, ""))
        .isInstanceOf(ProxyRequest.Malformed.class);
  }
}
