package dev.cadre.credential;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cadre.fault.Fault;
import dev.cadre.http.HttpCall;
import dev.cadre.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * Asks an authorization server for tokens (RFC 6749). What the server says of a refusal is shown by
 * its code alone: its sentences may quote the request.
 */
final class TokenEndpoint {
  private static final Duration LIMIT = Duration.ofSeconds(15);
  private static final int MAX_BYTES = 256 * 1024;
  private static final int MAX_TOKEN = 131_072;
  private static final Pattern CODE = Pattern.compile("[a-z_]{1,64}");
  private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]+");

  /** For a token whose life the server does not tell. */
  private static final Duration USUAL_LIFE = Duration.ofMinutes(5);

  private static final long LONGEST_LIFE = Duration.ofDays(365).toSeconds();

  private final HttpClient http;
  private final InstantSource clock;

  /**
   * @param refresh for the next access token; null when there is none
   */
  record Granted(AccessToken access, @Nullable String refresh) {
    @Override
    public String toString() {
      return "Granted[" + access + "]";
    }
  }

  TokenEndpoint(HttpClient http, InstantSource clock) {
    this.http = http;
    this.clock = clock;
  }

  /**
   * New tokens for {@code form}, a grant's parameters without the client.
   *
   * @throws Fault.Invalid when the server refuses the client or what it asks for
   * @throws Fault.Unavailable when the server gives no usable answer
   */
  Granted fetch(OauthClient client, URI endpoint, List<Map.Entry<String, String>> form)
      throws InterruptedException {
    try {
      HttpResponse<byte[]> answer =
          HttpCall.whole(http, request(client, endpoint, form), MAX_BYTES, LIMIT);
      JsonNode body = parsed(answer.body());
      if (answer.statusCode() / 100 != 2 || body.hasNonNull("error")) {
        throw refusal(client, answer.statusCode(), body.path("error").asString(""));
      }
      return granted(client, body);
    } catch (IOException e) {
      throw unavailable(client, "cannot be reached (" + e.getMessage() + ")");
    }
  }

  private HttpRequest request(
      OauthClient client, URI endpoint, List<Map.Entry<String, String>> form) {
    List<Map.Entry<String, String>> whole = new ArrayList<>(form);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(endpoint)
            .timeout(LIMIT)
            .header("Accept", "application/json")
            .header("Content-Type", "application/x-www-form-urlencoded");
    switch (client.proof()) {
      case ClientProof.None _ -> whole.add(Map.entry("client_id", client.id()));
      case ClientProof.Basic(String secret) -> {
        String pair = encode(client.id()) + ":" + encode(secret);
        request.header(
            "Authorization", "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8)));
      }
      case ClientProof.Form(String secret) -> {
        whole.add(Map.entry("client_id", client.id()));
        whole.add(Map.entry("client_secret", secret));
      }
      case ClientProof.Signed signed -> {
        whole.add(Map.entry("client_id", client.id()));
        whole.add(Map.entry("client_assertion_type", ClientAssertion.TYPE));
        whole.add(
            Map.entry(
                "client_assertion", ClientAssertion.of(client.id(), signed, clock.instant())));
      }
    }
    return request.POST(HttpRequest.BodyPublishers.ofString(encode(whole))).build();
  }

  static String encode(List<Map.Entry<String, String>> form) {
    return form.stream()
        .map(entry -> encode(entry.getKey()) + "=" + encode(entry.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, UTF_8);
  }

  private Granted granted(OauthClient client, JsonNode body) {
    String value = body.path("access_token").asString("");
    if (value.length() > MAX_TOKEN || !TOKEN.matcher(value).matches()) {
      throw unavailable(client, "answered without a usable access_token");
    }
    return new Granted(
        new AccessToken(value, clock.instant().plus(life(body.path("expires_in")))),
        body.path("refresh_token").asString(null));
  }

  /** Some servers write the seconds as text. */
  private static Duration life(JsonNode seconds) {
    @Nullable String text = seconds.isNumber() || seconds.isString() ? seconds.asString() : null;
    if (text == null || !text.matches("[0-9]{1,18}")) {
      return USUAL_LIFE;
    }
    return Duration.ofSeconds(Math.min(Long.parseLong(text), LONGEST_LIFE));
  }

  private static JsonNode parsed(byte[] body) {
    try {
      return Json.parse(body);
    } catch (Fault.Invalid notJson) {
      return MissingNode.getInstance();
    }
  }

  private static Fault refusal(OauthClient client, int status, String error) {
    String code = CODE.matcher(error).matches() ? error : "status " + status;
    if (status == 429 || status / 100 == 5) {
      return unavailable(client, "answered " + code);
    }
    return new Fault.Invalid(
        "%s: its authorization server refused (%s); check client id, secret and scopes"
            .formatted(client.words(), code));
  }

  private static Fault.Unavailable unavailable(OauthClient client, String what) {
    return new Fault.Unavailable(client.words() + ": its authorization server " + what);
  }
}
