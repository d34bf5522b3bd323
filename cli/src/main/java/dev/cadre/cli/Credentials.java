package dev.cadre.cli;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The credential providers of a platform. */
final class Credentials {
  private static final int MOST_PAGES = 1_000;

  private final Platform platform;

  Credentials(Platform platform) {
    this.platform = platform;
  }

  /** Kinds of credentials, in the words of AWS's toolkit and of the API. */
  enum Kind {
    API_KEY("api-key", "ApiKey", "API_KEY", "apiKeyCredentialProvider"),
    OAUTH("oauth", "Oauth2", "OAUTH", "oauthCredentialProvider");

    private final String word;
    private final String operations;
    private final String provider;
    private final String member;

    Kind(String word, String operations, String provider, String member) {
      this.word = word;
      this.operations = operations;
      this.provider = provider;
      this.member = member;
    }

    static Kind of(String word) {
      for (Kind kind : values()) {
        if (kind.word.equals(word)) {
          return kind;
        }
      }
      throw Failure.usage("'" + word + "' is neither api-key nor oauth");
    }

    String word() {
      return word;
    }

    /** A target's {@code credentialProviderType}. */
    String provider() {
      return provider;
    }

    String member() {
      return member;
    }
  }

  JsonNode create(Kind kind, ObjectNode body) {
    return platform.post(operation("Create", kind, ""), body);
  }

  JsonNode get(Kind kind, String name) {
    return platform.post(operation("Get", kind, ""), Json.object().put("name", name));
  }

  String arn(Kind kind, String name) {
    return Json.string(get(kind, name), "credentialProviderArn");
  }

  void delete(Kind kind, String name) {
    platform.post(operation("Delete", kind, ""), Json.object().put("name", name));
  }

  List<JsonNode> list(Kind kind) {
    List<JsonNode> all = new ArrayList<>();
    ObjectNode body = Json.object();
    for (int page = 0; page < MOST_PAGES; page++) {
      JsonNode answer = platform.post(operation("List", kind, "s"), body);
      answer.path("credentialProviders").forEach(all::add);
      String next = Json.string(answer, "nextToken");
      if (next.isEmpty()) {
        return all;
      }
      body.put("nextToken", next);
    }
    return all;
  }

  private static String operation(String verb, Kind kind, String plural) {
    return "/identities/" + verb + kind.operations + "CredentialProvider" + plural;
  }
}
