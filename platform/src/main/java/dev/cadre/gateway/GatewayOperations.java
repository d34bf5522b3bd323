package dev.cadre.gateway;

import dev.cadre.fault.Fault;
import dev.cadre.http.PageToken;
import dev.cadre.http.Routes;
import dev.cadre.id.IdSource;
import dev.cadre.identity.CustomJwtAuthorizers;
import dev.cadre.json.Json;
import dev.cadre.store.Database;
import dev.cadre.store.Idempotency;
import dev.cadre.store.Sql;
import dev.cadre.store.UniqueViolation;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Gateways over the AWS API. */
final class GatewayOperations {
  static final String SERVICE = "bedrock-agentcore-control";
  private static final String LISTING = "ListGateways";
  private static final int PAGE = 100;

  /** What the API's gateway holds that is kept as it came. */
  private static final List<String> KEPT =
      List.of(
          "description",
          "roleArn",
          "protocolType",
          "protocolConfiguration",
          "authorizerType",
          "authorizerConfiguration",
          "kmsKeyArn",
          "exceptionLevel");

  /** What a gateway here does not do, and would only seem to. */
  private static final List<String> REFUSED =
      List.of(
          "interceptorConfigurations",
          "policyEngineConfiguration",
          "customTransformConfiguration",
          "wafConfiguration");

  private final Database database;
  private final InstantSource clock;
  private final IdSource ids;
  private final TargetStore targets;
  private final GatewayAnswers answers;
  private final Changes changes;
  private final int maxGateways;

  /** What follows from changes. */
  interface Changes {
    /** Commits a change of a gateway and takes it up. */
    <T> T commit(GatewayId id, Supplier<T> change);

    /** A gateway was described anew. */
    void updated(GatewayId id);
  }

  GatewayOperations(
      Database database,
      InstantSource clock,
      IdSource ids,
      TargetStore targets,
      GatewayAnswers answers,
      Changes changes,
      int maxGateways) {
    this.database = database;
    this.clock = clock;
    this.ids = ids;
    this.targets = targets;
    this.answers = answers;
    this.changes = changes;
    this.maxGateways = maxGateways;
  }

  void bind(Routes routes) {
    routes
        .aws(SERVICE, "CreateGateway", (_, input) -> create(input))
        .aws(SERVICE, "GetGateway", (_, input) -> get(input))
        .aws(SERVICE, "UpdateGateway", (_, input) -> update(input))
        .aws(SERVICE, "DeleteGateway", (_, input) -> delete(input))
        .aws(SERVICE, LISTING, (_, input) -> list(input));
  }

  ObjectNode create(ObjectNode input) {
    check(input);
    try {
      return database
          .transaction(
              sql ->
                  Idempotency.once(
                      sql, "CreateGateway", input, clock.instant(), () -> created(sql, input)))
          .body();
    } catch (UniqueViolation e) {
      if (!e.constraint().equals("gateway_name_taken")) {
        throw e;
      }
      throw new Fault.Conflict(
          "a gateway named '%s' already exists; update it or choose another name"
              .formatted(input.path("name").asString()));
    }
  }

  private ObjectNode created(Sql sql, ObjectNode input) {
    if (GatewayStore.count(sql) >= maxGateways) {
      throw new Fault.QuotaExceeded(
          "there are " + maxGateways + " gateways already; delete one first");
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    String name = input.path("name").asString();
    Gateway gateway =
        new Gateway(
            GatewayId.fresh(name, ids), 0, name, GatewayStatus.READY, kept(input), now, now);
    JsonNode tags = input.path("tags");
    GatewayTags.check(tags);
    GatewayStore.insert(sql, gateway, tags instanceof ObjectNode object ? object : Json.object());
    return answers.gateway(gateway);
  }

  ObjectNode get(ObjectNode input) {
    return answers.gateway(GatewayStore.require(database, GatewayId.of(input)));
  }

  ObjectNode update(ObjectNode input) {
    check(input);
    GatewayId id = GatewayId.of(input);
    ObjectNode answer =
        changes.commit(id, () -> database.transaction(sql -> updated(sql, id, input)));
    changes.updated(id);
    return answer;
  }

  private ObjectNode updated(Sql sql, GatewayId id, ObjectNode input) {
    Gateway present = GatewayStore.lock(sql, id);
    requireSameName(present, input.path("name").asString());
    Gateway updated =
        new Gateway(
            id,
            present.seq(),
            present.name(),
            present.status(),
            kept(input),
            present.createdAt(),
            clock.instant().truncatedTo(ChronoUnit.MILLIS));
    GatewayStore.update(sql, updated);
    return answers.gateway(updated);
  }

  private static void requireSameName(Gateway gateway, String name) {
    if (!gateway.name().equals(name)) {
      throw new Fault.Invalid(
          "name: a gateway keeps the name it was made with, which is '" + gateway.name() + "'");
    }
  }

  ObjectNode delete(ObjectNode input) {
    GatewayId id = GatewayId.of(input);
    var _ = changes.commit(id, () -> database.transaction(sql -> deleted(sql, id)));
    return Json.object().put("gatewayId", id.value()).put("status", GatewayStatus.DELETING.name());
  }

  private GatewayId deleted(Sql sql, GatewayId id) {
    GatewayStore.lock(sql, id);
    int left = targets.count(sql, id);
    if (left > 0) {
      throw new Fault.Conflict(
          "gateway '%s' has %d targets; delete them before it".formatted(id, left));
    }
    GatewayStore.delete(sql, id);
    return id;
  }

  ObjectNode list(ObjectNode input) {
    String token = input.path("nextToken").asString(null);
    long before = token == null ? Long.MAX_VALUE : Long.parseLong(PageToken.decode(LISTING, token));
    int limit = input.path("maxResults").asInt(PAGE);
    List<Gateway> page = GatewayStore.page(database, before, limit + 1);
    ObjectNode body = Json.object();
    ArrayNode items = body.putArray("items");
    page.stream().limit(limit).forEach(gateway -> items.add(answers.gatewaySummary(gateway)));
    if (page.size() > limit) {
      body.put("nextToken", PageToken.encode(LISTING, String.valueOf(page.get(limit - 1).seq())));
    }
    return body;
  }

  private static ObjectNode kept(ObjectNode input) {
    ObjectNode definition = Json.object();
    KEPT.stream()
        .filter(input::hasNonNull)
        .forEach(member -> definition.set(member, input.get(member)));
    return definition;
  }

  private static void check(ObjectNode input) {
    REFUSED.stream()
        .filter(input::hasNonNull)
        .findFirst()
        .ifPresent(
            member -> {
              throw new Fault.Invalid(member + " is not served by this platform; leave it out");
            });
    JsonNode rule = input.path("authorizerConfiguration").path("customJWTAuthorizer");
    switch (input.path("authorizerType").asString()) {
      case "CUSTOM_JWT" -> {
        if (rule.isMissingNode()) {
          throw new Fault.Invalid(
              "authorizerType CUSTOM_JWT needs authorizerConfiguration.customJWTAuthorizer");
        }
        CustomJwtAuthorizers.config(rule);
      }
      case "AUTHENTICATE_ONLY" ->
          throw new Fault.Invalid(
              "authorizerType AUTHENTICATE_ONLY is not served by this platform; choose NONE,"
                  + " AWS_IAM or CUSTOM_JWT");
      default -> {
        if (!rule.isMissingNode()) {
          throw new Fault.Invalid(
              "authorizerConfiguration goes with authorizerType CUSTOM_JWT; leave it out or change"
                  + " the type");
        }
      }
    }
  }
}
