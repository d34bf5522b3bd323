package dev.cadre.credential;

import dev.cadre.config.Secret;
import dev.cadre.config.Section;
import dev.cadre.fault.Fault;
import java.security.PrivateKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the platform gets tokens for one MCP server, where it is not all found out.
 *
 * @param issuer the only authorization server that may learn of the client; empty for whichever the
 *     server names first
 * @param client as whom the authorization server knows the platform; empty where it registers
 *     itself
 * @param proof of that client; null for a public one
 * @param scopes to ask for in place of those that the server names
 * @param consent whether a person consents; else the client's own account is used
 */
public record ServerAuthorization(
    String issuer, String client, @Nullable Proof proof, List<String> scopes, boolean consent) {
  /** All found out, with a person's consent. */
  public static final ServerAuthorization DISCOVERED =
      new ServerAuthorization("", "", null, List.of(), true);

  private static final String OF_CLIENT = "client-credentials";

  /** What only this client has. */
  public sealed interface Proof {
    record Shared(Secret secret) implements Proof {}

    record Own(PrivateKey key, String algorithm) implements Proof {
      @Override
      public String toString() {
        return "Own[" + algorithm + "]";
      }
    }
  }

  public ServerAuthorization {
    scopes = List.copyOf(scopes);
  }

  /**
   * Reads {@code issuer}, {@code client}, {@code secret} or {@code privateKey}, {@code scopes} and
   * {@code grant}.
   */
  public static ServerAuthorization read(Section section) {
    String client = section.text("client", "");
    String grant = section.text("grant", "consent");
    boolean consent = !grant.equals(OF_CLIENT);
    if (consent && !grant.equals("consent")) {
      section.problem("grant", "is '" + grant + "'; it is consent or " + OF_CLIENT);
    }
    Proof proof = proof(section);
    if (client.isEmpty() && proof != null) {
      section.problem("client", "is missing: whose is the secret?");
    }
    if (!consent && (client.isEmpty() || proof == null)) {
      section.problem(
          "grant", "is " + OF_CLIENT + ", which needs client, and secret or privateKey");
    }
    return new ServerAuthorization(
        section.text("issuer", ""), client, proof, section.texts("scopes", List.of()), consent);
  }

  private static @Nullable Proof proof(Section section) {
    if (section.has("privateKey")) {
      if (section.has("secret")) {
        section.problem("secret", "and privateKey stand both; a client proves itself in one way");
      }
      String algorithm = section.text("algorithm", "ES256");
      try {
        return new Proof.Own(
            ClientAssertion.key(section.secret("privateKey").value(), algorithm), algorithm);
      } catch (Fault.Invalid e) {
        section.problem("privateKey", String.valueOf(e.getMessage()));
        return null;
      }
    }
    return section.has("secret") ? new Proof.Shared(section.secret("secret")) : null;
  }
}
