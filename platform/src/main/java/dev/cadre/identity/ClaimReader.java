package dev.cadre.identity;

import dev.cadre.http.RequestHead;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Finds a request's SigV4 claim, in the {@code Authorization} header or in the query. */
final class ClaimReader {
  private static final int MAX_LENGTH = 16 * 1024;
  private static final long MAX_EXPIRES_SECONDS = Duration.ofDays(7).toSeconds();
  private static final Set<String> PARAMETERS = Set.of("Credential", "SignedHeaders", "Signature");

  private final Set<String> services;

  /**
   * @param services the service names a signature may be scoped to
   */
  ClaimReader(Set<String> services) {
    this.services = services;
  }

  /** True when the query carries a signature. */
  static boolean presigned(Query query) {
    return query.has("X-Amz-Signature") || query.has("X-Amz-Credential");
  }

  Claim ofHeader(String authorization, RequestHead head, Query query) {
    if (presigned(query)) {
      throw Refusal.incomplete("the request is signed in its headers and in its query; choose one");
    }
    Map<String, String> parts = parts(authorization);
    List<String> dates = head.headers().getOrDefault("x-amz-date", List.of());
    if (dates.size() != 1) {
      throw Refusal.incomplete(
          "Authorization header requires existence of one 'X-Amz-Date' header");
    }
    return new Claim(
        CredentialScope.parse(parts.getOrDefault("Credential", ""), services),
        dates.getFirst(),
        headers(parts.getOrDefault("SignedHeaders", "")),
        parts.getOrDefault("Signature", ""),
        null,
        query);
  }

  private static Map<String, String> parts(String authorization) {
    if (authorization.length() > MAX_LENGTH) {
      throw Refusal.incomplete("Authorization is longer than " + MAX_LENGTH + " characters");
    }
    Map<String, String> parts = new HashMap<>();
    for (String piece : authorization.substring(Claim.ALGORITHM.length()).split(",", -1)) {
      String part = piece.strip();
      int equals = part.indexOf('=');
      String name = equals < 0 ? part : part.substring(0, equals);
      if (equals < 0 || !PARAMETERS.contains(name)) {
        throw Refusal.incomplete(
            "Authorization may hold Credential, SignedHeaders and Signature, each as key=value");
      }
      if (parts.put(name, part.substring(equals + 1)) != null) {
        throw Refusal.incomplete("Authorization has '" + name + "' twice");
      }
    }
    for (String name : new TreeSet<>(PARAMETERS)) {
      if (!parts.containsKey(name)) {
        throw Refusal.incomplete("Authorization header requires '" + name + "' parameter.");
      }
    }
    return parts;
  }

  Claim ofQuery(Query query) {
    if (!query.only("X-Amz-Algorithm").equals(Claim.ALGORITHM)) {
      throw Refusal.incomplete("X-Amz-Algorithm must be " + Claim.ALGORITHM);
    }
    return new Claim(
        CredentialScope.parse(query.only("X-Amz-Credential"), services),
        query.only("X-Amz-Date"),
        headers(query.only("X-Amz-SignedHeaders")),
        query.only("X-Amz-Signature"),
        expires(query.only("X-Amz-Expires")),
        query.without("X-Amz-Signature"));
  }

  private static List<String> headers(String list) {
    if (list.isEmpty() || !list.equals(list.toLowerCase(java.util.Locale.ROOT))) {
      throw Refusal.incomplete("SignedHeaders must be lower-case names with ';' between them");
    }
    return Arrays.asList(list.split(";", -1));
  }

  private static Duration expires(String text) {
    long seconds;
    try {
      seconds = Long.parseLong(text);
    } catch (NumberFormatException _) {
      seconds = -1;
    }
    if (seconds < 1 || seconds > MAX_EXPIRES_SECONDS) {
      throw Refusal.incomplete(
          "X-Amz-Expires must be 1 to " + MAX_EXPIRES_SECONDS + " seconds (7 days)");
    }
    return Duration.ofSeconds(seconds);
  }
}
