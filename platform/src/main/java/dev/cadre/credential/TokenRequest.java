package dev.cadre.credential;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * What a token is to be good for.
 *
 * @param resources RFC 8707
 * @param parameters further ones; those of the protocol are not theirs to change
 */
record TokenRequest(
    List<String> scopes,
    List<String> resources,
    List<String> audiences,
    Map<String, String> parameters) {
  private static final Set<String> PROTOCOL =
      Set.of(
          "grant_type",
          "client_id",
          "client_secret",
          "scope",
          "response_type",
          "redirect_uri",
          "state",
          "code",
          "code_verifier",
          "code_challenge",
          "code_challenge_method");

  TokenRequest {
    scopes = List.copyOf(scopes);
    resources = List.copyOf(resources);
    audiences = List.copyOf(audiences);
    parameters = Map.copyOf(parameters);
  }

  /** Of an input with {@code scopes}, and perhaps the others, as the API has them. */
  static TokenRequest of(JsonNode input) {
    Map<String, String> parameters = new TreeMap<>();
    input
        .path("customParameters")
        .properties()
        .forEach(entry -> parameters.put(entry.getKey(), entry.getValue().asString("")));
    return new TokenRequest(
        texts(input.path("scopes")),
        texts(input.path("resources")),
        texts(input.path("audiences")),
        parameters);
  }

  private static List<String> texts(JsonNode array) {
    return array.valueStream().map(node -> node.asString("")).filter(t -> !t.isEmpty()).toList();
  }

  /** The parameters that every grant has alike. */
  List<Map.Entry<String, String>> form() {
    List<Map.Entry<String, String>> form = new ArrayList<>();
    if (!scopes.isEmpty()) {
      form.add(Map.entry("scope", scope()));
    }
    resources.forEach(resource -> form.add(Map.entry("resource", resource)));
    audiences.forEach(audience -> form.add(Map.entry("audience", audience)));
    new TreeMap<>(parameters)
        .forEach(
            (name, value) -> {
              if (!PROTOCOL.contains(name)) {
                form.add(Map.entry(name, value));
              }
            });
    return form;
  }

  String scope() {
    return String.join(" ", scopes);
  }
}
