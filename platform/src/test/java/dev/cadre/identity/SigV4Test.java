package dev.cadre.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cadre.fault.Fault;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests signed by the AWS SDK's own signer. */
final class SigV4Test {
  private static final String ARN =
      "/runtimes/arn%3Aaws%3Abedrock-agentcore%3Aus-east-1%3A123456789012%3Aruntime%2Fa-AbCdEf1234";
  private static final String INVOKE = ARN + "/invocations?qualifier=DEFAULT&b=%20%2F&a=";
  private static final byte[] BODY = Door.utf8("{\"prompt\":\"hi\"}");

  @TempDir Path folder;
  private Door door;
  private Authentication gate;
  private AccessKey.Created key;

  @BeforeEach
  void open() throws IOException {
    door = new Door(folder);
    gate = door.required();
    key = door.key();
  }

  private Door.Wire signed() {
    return door.sign(key, "POST", INVOKE, BODY, Door.Signing.HEADERS);
  }

  private Door.Wire presigned(Duration expires) {
    return door.sign(key, "GET", INVOKE, new byte[0], Door.Signing.presigned(expires));
  }

  private void refused(Door.Wire wire, String code) {
    assertThatThrownBy(() -> Door.enter(gate, wire))
        .isInstanceOfSatisfying(
            Fault.Unauthenticated.class, fault -> assertThat(fault.code()).isEqualTo(code));
  }

  @Test
  void a_signed_request_names_its_key() {
    Door.Entered entered = Door.enter(gate, signed());
    assertThat(entered.grant().principal().name()).isEqualTo("test");
    assertThat(entered.body()).isEqualTo(BODY);
  }

  @Test
  void a_presigned_url_holds_until_it_expires() {
    Door.Wire wire = presigned(Duration.ofSeconds(300));
    door.clock.advance(Duration.ofSeconds(300));
    Door.enter(gate, wire);
    door.clock.advance(Duration.ofSeconds(1));
    refused(wire, "InvalidSignatureException");
  }

  @Test
  void a_presigned_url_for_more_than_seven_days_is_refused() {
    Door.Wire wire = presigned(Duration.ofDays(7));
    Door.enter(gate, wire);
    refused(
        wire.query(wire.query().replace("X-Amz-Expires=604800", "X-Amz-Expires=604801")),
        "IncompleteSignatureException");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 100, 128 * 1024, 300_000})
  void signed_chunks_are_decoded(int size) {
    byte[] body = "x".repeat(size).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    Door.Wire wire = door.sign(key, "POST", INVOKE, body, Door.Signing.CHUNKED);
    assertThat(wire.header("x-amz-content-sha256")).isEqualTo("STREAMING-AWS4-HMAC-SHA256-PAYLOAD");
    assertThat(Door.enter(gate, wire).body()).isEqualTo(body);
  }

  @Test
  void a_changed_byte_in_any_chunk_is_refused() {
    byte[] body = "x".repeat(300_000).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    Door.Wire wire = door.sign(key, "POST", INVOKE, body, Door.Signing.CHUNKED);
    for (int at : List.of(200, 150_000, 290_000)) {
      byte[] changed = wire.body().clone();
      changed[at] = 'y';
      assertThatThrownBy(() -> Door.enter(gate, wire.body(changed))).isInstanceOf(Fault.class);
    }
  }

  @Test
  void chunks_cut_off_at_the_end_are_refused() {
    byte[] body = "x".repeat(300_000).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    Door.Wire wire = door.sign(key, "POST", INVOKE, body, Door.Signing.CHUNKED);
    byte[] cut = java.util.Arrays.copyOf(wire.body(), wire.body().length - 90);
    assertThatThrownBy(() -> Door.enter(gate, wire.body(cut))).isInstanceOf(Fault.class);
  }

  @Test
  void an_unsigned_payload_may_be_any() {
    // Signed again here: the SDK leaves a payload unsigned only over TLS.
    Door.Wire wire = new ResignedHash(key, signed()).with("UNSIGNED-PAYLOAD");
    byte[] other = Door.utf8("anything");
    assertThat(Door.enter(gate, wire.body(other)).body()).isEqualTo(other);
  }

  @Test
  void unsigned_chunks_with_a_trailer_are_decoded() {
    ResignedHash resigned = new ResignedHash(key, signed());
    Door.Wire chunked =
        resigned
            .with("STREAMING-UNSIGNED-PAYLOAD-TRAILER")
            .body(
                Door.utf8(
                    "5\r\nhello\r\n6\r\n world\r\n0\r\nx-amz-checksum-crc32:DUoRhQ==\r\n\r\n"));
    assertThat(Door.enter(gate, chunked).body()).isEqualTo(Door.utf8("hello world"));
  }

  /** Signs the same request with another stated hash, by the code under test. */
  private record ResignedHash(AccessKey.Created key, Door.Wire wire) {
    Door.Wire with(String hash) {
      Door.Wire stated = wire.with("x-amz-content-sha256", hash);
      Claim claim =
          new ClaimReader(Set.of("bedrock-agentcore"))
              .ofHeader(
                  stated.header("authorization"), stated.head(null), Query.parse(stated.query()));
      String canonical = CanonicalRequest.of(stated.head(null), claim, stated.header("host"), hash);
      String toSign =
          "AWS4-HMAC-SHA256\n"
              + claim.amzDate()
              + "\n"
              + claim.scope()
              + "\n"
              + SigningKey.sha256(canonical);
      String signature = SigningKey.of(key.secret(), claim.scope()).sign(toSign);
      return stated.with(
          "authorization",
          stated.header("authorization").replaceFirst("Signature=.*", "Signature=" + signature));
    }
  }

  @Test
  void another_body_under_the_same_hash_is_refused_at_its_end() {
    refused(signed().body(Door.utf8("{\"prompt\":\"no\"}")), "InvalidSignatureException");
  }

  @Test
  void the_host_may_be_signed_without_its_port() {
    Door.Wire wire = door.sign(key, "GET", INVOKE, new byte[0], Door.Signing.HEADERS);
    refused(wire.with("host", "127.0.0.1:7071"), "InvalidSignatureException");
    Door.Wire standard = signedForPort80();
    Door.enter(gate, standard.with("host", standard.header("host") + ":7070"));
  }

  private Door.Wire signedForPort80() {
    Door.Wire wire = signed().with("host", "127.0.0.1");
    return new ResignedHash(key, wire).with(wire.header("x-amz-content-sha256"));
  }

  @Test
  void http2_clients_may_sign_the_authority_in_place_of_the_host() {
    Door.Wire wire = signed();
    Door.Wire authority =
        wire.with("authorization", wire.header("authorization").replace(";host;", ";:authority;"));
    Door.Wire resigned = new ResignedHash(key, authority).with(wire.header("x-amz-content-sha256"));
    assertThat(resigned.header("authorization")).contains(":authority").doesNotContain("host");
    Door.enter(gate, resigned);
    refused(resigned.with("host", "elsewhere"), "InvalidSignatureException");
  }

  @Test
  void a_date_more_than_five_minutes_off_is_refused_in_aws_words() {
    Door.Wire wire = signed();
    door.clock.advance(Duration.ofMinutes(5));
    Door.enter(gate, wire);
    door.clock.advance(Duration.ofSeconds(1));
    assertThatThrownBy(() -> Door.enter(gate, wire))
        .hasMessage(
            "Signature expired: 20261121T091753Z is now earlier than 20261121T091754Z"
                + " (20261121T092254Z - 5 min.)");
    door.clock.advance(Duration.ofMinutes(-11));
    assertThatThrownBy(() -> Door.enter(gate, wire))
        .hasMessageStartingWith("Signature not yet current: 20261121T091753Z is still later than");
  }

  @Test
  void a_wrong_secret_and_an_unknown_key_are_told_apart_only_by_aws_codes() {
    AccessKey.Created wrong = new AccessKey.Created(key.key(), "x".repeat(40));
    Door.Wire guessed = door.sign(wrong, "POST", INVOKE, BODY, Door.Signing.HEADERS);
    refused(guessed, "InvalidSignatureException");
    assertThatThrownBy(() -> Door.enter(gate, guessed))
        .message()
        .doesNotContainPattern("[0-9a-f]{64}");
    Door.Wire unknown = signed();
    refused(
        unknown.with("authorization", unknown.header("authorization").replace("CADR", "AKIA")),
        "UnrecognizedClientException");
  }

  @Test
  void a_revoked_key_is_refused_at_once_and_an_expired_one_when_its_time_comes() {
    Door.Wire wire = signed();
    Door.enter(gate, wire);
    door.keys.revoke(key.key().id());
    refused(wire, "UnrecognizedClientException");

    AccessKey.Created brief =
        door.keys.create("brief", Set.of("*"), "admin", TestClock.START.plusSeconds(60));
    Door.Wire early = door.sign(brief, "POST", INVOKE, BODY, Door.Signing.HEADERS);
    Door.enter(gate, early);
    door.clock.advance(Duration.ofSeconds(60));
    refused(early, "ExpiredTokenException");
  }

  @Test
  void what_is_missing_is_named() {
    Door.Wire wire = signed();
    Map<String, List<String>> bare = new TreeMap<>(wire.headers());
    bare.remove("authorization");
    refused(
        new Door.Wire("POST", wire.path(), wire.query(), bare, BODY),
        "MissingAuthenticationTokenException");
    String authorization = wire.header("authorization");
    refused(
        wire.with("authorization", authorization.replaceFirst(", Signature=.*", "")),
        "IncompleteSignatureException");
    refused(
        wire.with("authorization", authorization.replace("host;", "")),
        "InvalidSignatureException");
    refused(
        wire.with("authorization", authorization.replace("/bedrock-agentcore/", "/s3/")),
        "InvalidSignatureException");
    refused(wire.with("authorization", "Basic YTpi"), "IncompleteSignatureException");
  }

  @Test
  void a_header_that_names_the_user_counts_only_signed() {
    refused(
        signed().with("x-amzn-bedrock-agentcore-runtime-user-id", "somebody"),
        "InvalidSignatureException");
  }

  @Test
  void the_session_of_a_websocket_may_be_unsigned_and_of_nothing_else() {
    Door.Wire wire = signed();
    String fewer =
        wire.header("authorization").replace(";x-amzn-bedrock-agentcore-runtime-session-id", "");
    Door.Wire named =
        new ResignedHash(key, wire.with("authorization", fewer))
            .with(wire.header("x-amz-content-sha256"));
    refused(named, "InvalidSignatureException");
    Door.Entered opened = Door.enter(gate, named.with("upgrade", "websocket"));
    assertThat(opened.grant().principal().name()).isEqualTo("test");
  }

  @Test
  void a_path_that_means_another_once_normalised_is_refused() {
    Door.Wire wire = signed();
    for (String path : List.of("/x/.." + ARN + "/invocations", "/" + ARN + "/invocations")) {
      Door.Wire moved = new Door.Wire("POST", path, wire.query(), wire.headers(), BODY);
      assertThatThrownBy(() -> Door.enter(gate, moved)).isInstanceOf(Fault.Invalid.class);
    }
  }

  @Test
  void any_change_to_any_signed_part_is_refused() {
    Random random = new Random(20261121);
    for (int i = 0; i < 2_000; i++) {
      Door.Wire wire = i % 2 == 0 ? signed() : presigned(Duration.ofSeconds(300));
      Door.Wire changed = mutate(wire, random);
      assertThatThrownBy(() -> Door.enter(gate, changed))
          .as("mutation %d: %s", i, changed)
          .isInstanceOf(Fault.class);
    }
  }

  private static Door.Wire mutate(Door.Wire wire, Random random) {
    List<String> names = new ArrayList<>(wire.headers().keySet());
    boolean presigned = wire.query().contains("X-Amz-Signature");
    names.removeIf(name -> presigned && !name.equals("host") && !name.startsWith("x-amz"));
    return switch (random.nextInt(presigned ? 3 : 5)) {
      case 0 ->
          new Door.Wire(
              wire.method(), flip(wire.path(), random), wire.query(), wire.headers(), wire.body());
      case 1 -> wire.query(flip(wire.query(), random));
      case 2 -> new Door.Wire("DELETE", wire.path(), wire.query(), wire.headers(), wire.body());
      case 3 -> {
        String name = names.get(random.nextInt(names.size()));
        yield wire.with(name, flip(wire.header(name), random));
      }
      default -> {
        byte[] body = wire.body().clone();
        body[random.nextInt(body.length)] ^= (byte) (1 << random.nextInt(7));
        yield wire.body(body);
      }
    };
  }

  /** Another letter or digit in the place of one, so that the meaning changes and not the form. */
  private static String flip(String text, Random random) {
    while (true) {
      int at = random.nextInt(text.length());
      char old = text.charAt(at);
      char other = Character.isDigit(old) ? '7' : 'k';
      boolean escape =
          (at >= 1 && text.charAt(at - 1) == '%') || (at >= 2 && text.charAt(at - 2) == '%');
      if (Character.isLetterOrDigit(old) && old != other && !escape) {
        return text.substring(0, at) + other + text.substring(at + 1);
      }
    }
  }
}
