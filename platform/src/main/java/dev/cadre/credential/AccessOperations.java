package dev.cadre.credential;

import dev.cadre.fault.Fault;
import dev.cadre.http.Exchange;
import dev.cadre.http.Principal;
import dev.cadre.http.Routes;
import dev.cadre.json.Json;
import dev.cadre.store.Sql;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** What workloads fetch with: tokens of their own, API keys, tokens for other servers. */
final class AccessOperations {
  private static final String SERVICE = "bedrock-agentcore";

  private final Sql sql;
  private final Providers providers;
  private final ClientCredentials clientCredentials;
  private final UserFederation federation;
  private final WorkloadTokens tokens;
  private final UserTokens users;
  private final Predicate<String> agents;

  /**
   * @param agents whether a name is an agent's id: each has a workload identity of that name
   */
  AccessOperations(
      Sql sql,
      Providers providers,
      ClientCredentials clientCredentials,
      UserFederation federation,
      WorkloadTokens tokens,
      UserTokens users,
      Predicate<String> agents) {
    this.sql = sql;
    this.providers = providers;
    this.clientCredentials = clientCredentials;
    this.federation = federation;
    this.tokens = tokens;
    this.users = users;
    this.agents = agents;
  }

  void bind(Routes routes) {
    routes
        .aws(
            SERVICE,
            "GetWorkloadAccessToken",
            (exchange, input) -> access(exchange, input.path("workloadName").asString(), null))
        .aws(
            SERVICE,
            "GetWorkloadAccessTokenForUserId",
            (exchange, input) ->
                access(
                    exchange,
                    input.path("workloadName").asString(),
                    input.path("userId").asString()))
        .aws(
            SERVICE,
            "GetWorkloadAccessTokenForJWT",
            (exchange, input) ->
                access(
                    exchange,
                    input.path("workloadName").asString(),
                    users.user(input.path("userToken").asString())))
        .aws(
            SERVICE,
            "GetResourceApiKey",
            (exchange, input) -> secret(exchange, apiKey(exchange, input)))
        .aws(
            SERVICE,
            "GetResourceOauth2Token",
            (exchange, input) -> secret(exchange, oauth2Token(exchange, input)))
        .aws(
            SERVICE,
            "CompleteResourceTokenAuth",
            (exchange, input) -> {
              complete(exchange, input);
              return Json.object();
            });
  }

  private ObjectNode access(Exchange exchange, String workload, @Nullable String user) {
    requireOwn(exchange.principal(), workload);
    if (WorkloadStore.find(sql, workload).isEmpty() && !agents.test(workload)) {
      throw WorkloadStore.missing(workload);
    }
    return secret(
        exchange,
        Json.object().put("workloadAccessToken", tokens.issue(new Workload(workload, user))));
  }

  /** An agent speaks for itself and no other. */
  private static void requireOwn(Principal caller, String workload) {
    Principal.Session session = caller.session();
    if (session != null && !caller.may("*") && !session.agent().value().equals(workload)) {
      throw new Fault.Denied(
          "agent '%s' fetches for its own workload identity only, not for '%s'"
              .formatted(session.agent(), workload));
    }
  }

  private static ObjectNode secret(Exchange exchange, ObjectNode body) {
    exchange.responseHeader("Cache-Control", "no-store");
    return body;
  }

  /** Who fetches; an agent that holds another's token has no use of it. */
  private Workload workload(Exchange exchange, ObjectNode input) {
    Workload workload = tokens.verify(input.path("workloadIdentityToken").asString());
    requireOwn(exchange.principal(), workload.name());
    return workload;
  }

  private ObjectNode apiKey(Exchange exchange, ObjectNode input) {
    var _ = workload(exchange, input);
    String name = input.path("resourceCredentialProviderName").asString();
    return Json.object().put("apiKey", providers.require(ProviderKind.API_KEY, name).secret());
  }

  private ObjectNode oauth2Token(Exchange exchange, ObjectNode input) throws InterruptedException {
    Workload workload = workload(exchange, input);
    String name = input.path("resourceCredentialProviderName").asString();
    Providers.Opened opened = providers.require(ProviderKind.OAUTH2, name);
    TokenRequest request = TokenRequest.of(input);
    String flow = input.path("oauth2Flow").asString();
    return switch (flow) {
      case "M2M" -> machine(opened, request, input.path("forceAuthentication").asBoolean(false));
      case "USER_FEDERATION" -> federation.token(opened, workload, request, input);
      default ->
          throw new Fault.Invalid(
              "oauth2Flow " + flow + " is not done here; use M2M or USER_FEDERATION");
    };
  }

  private ObjectNode machine(Providers.Opened opened, TokenRequest request, boolean anew)
      throws InterruptedException {
    AccessToken token = clientCredentials.token(opened, request);
    if (anew) {
      clientCredentials.drop(opened.provider(), request, token.value());
      token = clientCredentials.token(opened, request);
    }
    return Json.object().put("accessToken", token.value());
  }

  private void complete(Exchange exchange, ObjectNode input) {
    String user =
        input.path("userIdentifier").hasNonNull("userToken")
            ? users.user(input.path("userIdentifier").path("userToken").asString())
            : input.path("userIdentifier").path("userId").asString("");
    federation.complete(
        input.path("sessionUri").asString(),
        user,
        workload -> requireOwn(exchange.principal(), workload));
  }
}
