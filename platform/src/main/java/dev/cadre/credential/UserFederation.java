package dev.cadre.credential;

import dev.cadre.credential.UserStore.Authorization;
import dev.cadre.credential.UserStore.Owner;
import dev.cadre.credential.UserStore.Status;
import dev.cadre.fault.Fault;
import dev.cadre.id.IdSource;
import dev.cadre.identity.Vault;
import dev.cadre.json.Json;
import dev.cadre.store.Database;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Asks people for their consent: the authorization code grant with PKCE (RFC 6749, 4.1; RFC 7636).
 */
final class UserFederation {
  private static final String URN = "urn:ietf:params:oauth:request_uri:";
  private static final String GONE =
      "sessionUri is of no authorization that is under way; ask again without it";
  private static final int RANDOM = 43;
  private static final int MAX_WAITING = 10_000;

  private final Database database;
  private final Vault vault;
  private final InstantSource clock;
  private final IdSource ids;
  private final Discovery discovery;
  private final TokenEndpoint endpoint;
  private final PersonalTokens tokens;
  private final String callback;
  private final CredentialConfig config;

  UserFederation(
      Database database,
      Vault vault,
      InstantSource clock,
      IdSource ids,
      Discovery discovery,
      TokenEndpoint endpoint,
      PersonalTokens tokens,
      String callback,
      CredentialConfig config) {
    this.database = database;
    this.vault = vault;
    this.clock = clock;
    this.ids = ids;
    this.discovery = discovery;
    this.endpoint = endpoint;
    this.tokens = tokens;
    this.callback = callback;
    this.config = config;
  }

  /** An answer of GetResourceOauth2Token: the person's token, or where consent is asked for. */
  ObjectNode token(
      Providers.Opened opened, Workload workload, TokenRequest request, ObjectNode input)
      throws InterruptedException {
    String user = workload.user();
    if (user == null) {
      throw new Fault.Invalid(
          "oauth2Flow USER_FEDERATION needs to know the person; get the workload access token with"
              + " GetWorkloadAccessTokenForUserId or GetWorkloadAccessTokenForJWT");
    }
    Owner owner = new Owner(opened.provider().seq(), workload.name(), user, request.scope());
    if (!input.path("forceAuthentication").asBoolean(false)) {
      String kept = tokens.find(opened, owner);
      if (kept != null) {
        return Json.object().put("accessToken", kept);
      }
    }
    String session = input.path("sessionUri").asString("");
    return session.isEmpty() ? begin(opened, owner, request, input) : waiting(session, owner);
  }

  private ObjectNode waiting(String session, Owner owner) {
    Authorization found =
        UserStore.find(database, session)
            .filter(one -> one.owner().equals(owner))
            .orElseThrow(() -> new Fault.Invalid(GONE));
    boolean over = found.status() == Status.FAILED || !clock.instant().isBefore(found.expiresAt());
    return Json.object()
        .put("sessionUri", session)
        .put("sessionStatus", over ? "FAILED" : "IN_PROGRESS");
  }

  private ObjectNode begin(
      Providers.Opened opened, Owner owner, TokenRequest request, ObjectNode input)
      throws InterruptedException {
    AuthorizationServer server = discovery.of(opened.provider());
    if (server.authorization() == null) {
      throw new Fault.Invalid(
          opened.provider().words() + ": its authorization server has no page for people");
    }
    String returnUrl = input.path("resourceOauth2ReturnUrl").asString(null);
    requireAllowed(owner.workload(), returnUrl);
    String id = URN + ids.alphanumeric(RANDOM);
    String state = ids.alphanumeric(RANDOM);
    String verifier = ids.alphanumeric(64);
    ObjectNode secret =
        Json.object()
            .put("verifier", verifier)
            .put("provider", opened.provider().name())
            .put("returnUrl", returnUrl)
            .put("customState", input.path("customState").asString(null));
    Authorization made =
        new Authorization(
            id,
            owner,
            Pkce.hash(state),
            vault.seal(Json.bytes(secret), id),
            null,
            Status.IN_PROGRESS,
            clock.instant().plus(config.authorizationLife()));
    database.transaction(
        sql -> {
          if (UserStore.sweep(sql, clock.instant()) >= MAX_WAITING) {
            throw new Fault.QuotaExceeded(
                MAX_WAITING + " people are on their way through consent pages; try again later");
          }
          UserStore.insert(sql, made);
          return made;
        });
    return Json.object()
        .put("authorizationUrl", page(opened, server, request, state, verifier))
        .put("sessionUri", id)
        .put("sessionStatus", "IN_PROGRESS");
  }

  private void requireAllowed(String workload, @Nullable String returnUrl) {
    boolean allowed =
        returnUrl == null
            || WorkloadStore.find(database, workload)
                .filter(identity -> identity.returnUrls().contains(returnUrl))
                .isPresent();
    if (!allowed) {
      throw new Fault.Invalid(
          "resourceOauth2ReturnUrl '%s' is none of workload identity '%s'; add it to its"
                  .formatted(returnUrl, workload)
              + " allowedResourceOauth2ReturnUrls");
    }
  }

  private String page(
      Providers.Opened opened,
      AuthorizationServer server,
      TokenRequest request,
      String state,
      String verifier) {
    List<Map.Entry<String, String>> query = new ArrayList<>();
    query.add(Map.entry("response_type", "code"));
    query.add(Map.entry("client_id", opened.provider().settings().path("clientId").asString()));
    query.add(Map.entry("redirect_uri", callback));
    query.add(Map.entry("state", state));
    query.add(Map.entry("code_challenge", Pkce.hash(verifier)));
    query.add(Map.entry("code_challenge_method", "S256"));
    query.addAll(request.form());
    String address = String.valueOf(server.authorization());
    return address + (address.contains("?") ? "&" : "?") + TokenEndpoint.encode(query);
  }

  /** What becomes of a browser that came back. */
  sealed interface Arrival {
    record Stay(String message) implements Arrival {}

    record Go(String address) implements Arrival {}
  }

  /**
   * The browser is back with a code, or without.
   *
   * @throws Fault.Invalid when its state is not one that was given out, or was used
   */
  Arrival arrived(Providers providers, String state, @Nullable String code)
      throws InterruptedException {
    Authorization found =
        database
            .transaction(sql -> UserStore.arrived(sql, Pkce.hash(state), clock.instant()))
            .orElseThrow(
                () ->
                    new Fault.Invalid(
                        "this consent is not under way, or took too long; begin again"));
    JsonNode secret = Json.parse(vault.open(found.sealedRequest(), found.id()));
    boolean done = false;
    try {
      if (code != null) {
        Providers.Opened opened =
            providers.require(ProviderKind.OAUTH2, secret.path("provider").asString());
        exchange(found, opened, secret, code);
        done = true;
      }
    } finally {
      if (!done) {
        UserStore.progress(database, found.id(), Status.FAILED, null);
      }
    }
    return next(found, secret, done);
  }

  private void exchange(Authorization found, Providers.Opened opened, JsonNode secret, String code)
      throws InterruptedException {
    AuthorizationServer server = discovery.of(opened.provider());
    TokenEndpoint.Granted granted =
        endpoint.fetch(
            opened.client(server),
            server.token(),
            List.of(
                Map.entry("grant_type", "authorization_code"),
                Map.entry("code", code),
                Map.entry("redirect_uri", callback),
                Map.entry("code_verifier", secret.path("verifier").asString())));
    String sealed = tokens.seal(found.owner(), granted);
    if (secret.hasNonNull("returnUrl")) {
      UserStore.progress(database, found.id(), Status.ARRIVED, sealed);
    } else {
      tokens.keep(found.owner(), sealed);
      UserStore.delete(database, found.id());
    }
  }

  private static Arrival next(Authorization found, JsonNode secret, boolean done) {
    String address = secret.path("returnUrl").asString(null);
    if (address == null) {
      return new Arrival.Stay(
          done
              ? "The agent may now work for you there. You can close this page."
              : "Consent was not given. You can close this page.");
    }
    List<Map.Entry<String, String>> query = new ArrayList<>();
    query.add(Map.entry("session_id", found.id()));
    if (secret.hasNonNull("customState")) {
      query.add(Map.entry("state", secret.path("customState").asString()));
    }
    return new Arrival.Go(
        address + (address.contains("?") ? "&" : "?") + TokenEndpoint.encode(query));
  }

  /**
   * The application that the browser was sent on to says whose it is: only now is the token kept.
   *
   * @param mayActFor refuses a caller that does not act for a workload
   */
  void complete(String session, String user, Consumer<String> mayActFor) {
    Authorization found =
        UserStore.find(database, session).orElseThrow(() -> new Fault.Invalid(GONE));
    mayActFor.accept(found.owner().workload());
    String sealed = found.sealedToken();
    if (found.status() != Status.ARRIVED || sealed == null) {
      throw new Fault.Invalid("the person has not consented yet, or not in time; begin again");
    }
    if (!found.owner().user().equals(user)) {
      throw new Fault.Denied("this consent was asked of another user");
    }
    database.transaction(
        sql -> {
          UserStore.keep(sql, found.owner(), sealed, clock.instant());
          UserStore.delete(sql, session);
          return session;
        });
  }
}
