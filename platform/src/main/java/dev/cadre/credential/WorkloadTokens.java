package dev.cadre.credential;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cadre.fault.Fault;
import dev.cadre.json.Json;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Workload access tokens: signed, so that no table of them is kept, and good for a short time.
 * Thread-safe.
 *
 * <p>{@code cadre-wat.PAYLOAD.MAC}: base64url of a JSON object and of its HMAC-SHA-256 under a key
 * derived from the master key.
 */
public final class WorkloadTokens {
  private static final String PREFIX = "cadre-wat.";
  private static final int MAX_TOKEN = 4_096;
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  private final SecretKey key;
  private final InstantSource clock;
  private final Duration life;

  WorkloadTokens(SecretKey key, InstantSource clock, Duration life) {
    this.key = key;
    this.clock = clock;
    this.life = life;
  }

  public String issue(Workload workload) {
    ObjectNode payload =
        Json.object()
            .put("w", workload.name())
            .put("u", workload.user())
            .put("e", clock.instant().plus(life).getEpochSecond());
    String text = ENCODER.encodeToString(Json.bytes(payload));
    return PREFIX + text + "." + ENCODER.encodeToString(mac(text));
  }

  /** Throws {@link Fault.Unauthenticated} for a token that is not ours, or no longer good. */
  Workload verify(String token) {
    int dot = token.lastIndexOf('.');
    if (!token.startsWith(PREFIX) || dot < PREFIX.length() || token.length() > MAX_TOKEN) {
      throw refused("is not a workload access token of this platform");
    }
    String text = token.substring(PREFIX.length(), dot);
    byte @Nullable [] signature = decoded(token.substring(dot + 1));
    if (signature == null || !MessageDigest.isEqual(signature, mac(text))) {
      throw refused("is not a workload access token of this platform");
    }
    JsonNode payload = Json.parse(Base64.getUrlDecoder().decode(text));
    if (clock.instant().getEpochSecond() >= payload.path("e").asLong()) {
      throw refused("is no longer good");
    }
    return new Workload(payload.path("w").asString(), payload.path("u").asString(null));
  }

  private byte[] mac(String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return mac.doFinal(text.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }

  private static byte @Nullable [] decoded(String text) {
    try {
      return Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static Fault.Unauthenticated refused(String how) {
    return new Fault.Unauthenticated(
        Fault.Unauthenticated.NO_TOKEN,
        "workloadIdentityToken " + how + "; get one with GetWorkloadAccessToken");
  }
}
