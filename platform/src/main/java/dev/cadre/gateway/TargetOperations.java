package dev.cadre.gateway;

import dev.cadre.fault.Fault;
import dev.cadre.http.PageToken;
import dev.cadre.http.Routes;
import dev.cadre.id.IdSource;
import dev.cadre.json.Json;
import dev.cadre.store.Database;
import dev.cadre.store.Idempotency;
import dev.cadre.store.Sql;
import dev.cadre.store.UniqueViolation;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Targets of gateways over the AWS API. */
final class TargetOperations {
  private static final String SERVICE = GatewayOperations.SERVICE;
  private static final String LISTING = "ListGatewayTargets";
  private static final int PAGE = 100;
  private static final int ID_LENGTH = 10;

  /** What the API's target holds that is kept as it came. */
  private static final List<String> KEPT =
      List.of("name", "description", "targetConfiguration", "credentialProviderConfigurations");

  /** What a target here does not do, and would only seem to. */
  private static final List<String> REFUSED =
      List.of("metadataConfiguration", "privateEndpoint", "certificateConfigurations");

  private final Database database;
  private final InstantSource clock;
  private final IdSource ids;
  private final TargetStore targets;
  private final TargetServers servers;
  private final GatewayAnswers answers;
  private final Changes changes;
  private final int maxTargets;

  /** What follows from changes. */
  interface Changes {
    /** Commits a change of a gateway and takes it up. */
    <T> T commit(GatewayId id, Supplier<T> change);

    /** A target is to be asked what it offers. */
    void toAsk(Target target);

    void deleted(Target target);
  }

  TargetOperations(
      Database database,
      InstantSource clock,
      IdSource ids,
      TargetStore targets,
      TargetServers servers,
      GatewayAnswers answers,
      Changes changes,
      int maxTargets) {
    this.database = database;
    this.clock = clock;
    this.ids = ids;
    this.targets = targets;
    this.servers = servers;
    this.answers = answers;
    this.changes = changes;
    this.maxTargets = maxTargets;
  }

  void bind(Routes routes) {
    routes
        .aws(SERVICE, "CreateGatewayTarget", (_, input) -> create(input))
        .aws(SERVICE, "GetGatewayTarget", (_, input) -> get(input))
        .aws(SERVICE, "UpdateGatewayTarget", (_, input) -> update(input))
        .aws(SERVICE, "DeleteGatewayTarget", (_, input) -> delete(input))
        .aws(SERVICE, LISTING, (_, input) -> list(input))
        .aws(SERVICE, "SynchronizeGatewayTargets", (_, input) -> synchronize(input));
  }

  ObjectNode create(ObjectNode input) {
    List<Target> made = new ArrayList<>();
    ObjectNode answer =
        committed(
            input,
            sql ->
                Idempotency.once(
                        sql,
                        "CreateGatewayTarget",
                        input,
                        clock.instant(),
                        () -> {
                          Target target = created(sql, input);
                          made.add(target);
                          return answers.target(target);
                        })
                    .body());
    made.forEach(changes::toAsk);
    return answer;
  }

  private Target created(Sql sql, ObjectNode input) {
    GatewayId gateway = GatewayStore.lock(sql, GatewayId.of(input)).id();
    if (targets.count(sql, gateway) >= maxTargets) {
      throw new Fault.QuotaExceeded(
          "gateway '%s' has %d targets already; delete one first".formatted(gateway, maxTargets));
    }
    TargetId id = new TargetId(ids.alphanumeric(ID_LENGTH));
    ObjectNode definition = kept(input);
    if (!definition.has("name")) {
      definition.put("name", "target-" + id);
    }
    Instant now = now();
    Target target =
        new Target(
            gateway,
            id,
            0,
            definition.path("name").asString(),
            TargetStatus.CREATING,
            List.of(),
            definition,
            1,
            null,
            null,
            now,
            now,
            null);
    requireServable(target);
    targets.insert(sql, target);
    return target;
  }

  /** What can be told without asking the target is told at once. */
  private void requireServable(Target target) {
    servers.open(target);
  }

  ObjectNode get(ObjectNode input) {
    GatewayId gateway = GatewayStore.require(database, GatewayId.of(input)).id();
    return answers.target(targets.require(database, gateway, id(input.path("targetId"))));
  }

  ObjectNode update(ObjectNode input) {
    Target updated =
        committed(
            input,
            sql -> {
              Target present = locked(sql, input, input.path("targetId"));
              ObjectNode definition = kept(input);
              if (!definition.has("name")) {
                definition.put("name", present.name());
              }
              Target target = present.asked(TargetStatus.UPDATING, definition, true, now());
              requireServable(target);
              targets.update(sql, target);
              return target;
            });
    changes.toAsk(updated);
    return answers.target(updated);
  }

  ObjectNode delete(ObjectNode input) {
    Target deleted =
        committed(
            input,
            sql -> {
              Target target = locked(sql, input, input.path("targetId"));
              targets.delete(sql, target.gateway(), target.id());
              return target;
            });
    changes.deleted(deleted);
    return Json.object()
        .put("gatewayArn", answers.arn(deleted.gateway()))
        .put("targetId", deleted.id().value())
        .put("status", TargetStatus.DELETING.name());
  }

  ObjectNode list(ObjectNode input) {
    GatewayId gateway = GatewayStore.require(database, GatewayId.of(input)).id();
    String listing = LISTING + " " + gateway;
    String token = input.path("nextToken").asString(null);
    long before = token == null ? Long.MAX_VALUE : Long.parseLong(PageToken.decode(listing, token));
    int limit = input.path("maxResults").asInt(PAGE);
    List<Target> page = targets.page(database, gateway, before, limit + 1);
    ObjectNode body = Json.object();
    ArrayNode items = body.putArray("items");
    page.stream().limit(limit).forEach(target -> items.add(answers.targetSummary(target)));
    if (page.size() > limit) {
      body.put("nextToken", PageToken.encode(listing, String.valueOf(page.get(limit - 1).seq())));
    }
    return body;
  }

  ObjectNode synchronize(ObjectNode input) {
    List<Target> asked =
        database.transaction(
            sql -> {
              List<Target> all = new ArrayList<>();
              for (JsonNode id : input.path("targetIdList")) {
                Target present = locked(sql, input, id);
                requireAskable(present);
                Target target =
                    present.asked(TargetStatus.SYNCHRONIZING, present.definition(), false, now());
                targets.update(sql, target);
                all.add(target);
              }
              return all;
            });
    ObjectNode body = Json.object();
    ArrayNode list = body.putArray("targets");
    asked.forEach(target -> list.add(answers.target(target)));
    asked.forEach(changes::toAsk);
    return body;
  }

  private static void requireAskable(Target target) {
    if (target.status().underWay()) {
      throw new Fault.Conflict(
          "target '%s' is being asked already (%s); wait until it is done"
              .formatted(target.id(), target.status()));
    }
    if (target.configuration() instanceof TargetConfiguration.McpServer server
        && server.tools() != null) {
      throw new Fault.Invalid(
          "target '%s' has its tools declared in mcpToolSchema; remove that to have it asked"
              .formatted(target.id()));
    }
  }

  private Target locked(Sql sql, ObjectNode input, JsonNode id) {
    GatewayId gateway = GatewayStore.require(sql, GatewayId.of(input)).id();
    TargetId target = id(id);
    return targets
        .lock(sql, gateway, target)
        .orElseGet(() -> targets.require(sql, gateway, target));
  }

  private static TargetId id(@Nullable JsonNode id) {
    return new TargetId(id == null ? "" : id.asString());
  }

  private <T> T committed(ObjectNode input, Function<Sql, T> work) {
    try {
      return changes.commit(GatewayId.of(input), () -> database.transaction(work));
    } catch (UniqueViolation e) {
      if (!e.constraint().equals("gateway_target_name_taken")) {
        throw e;
      }
      throw new Fault.Conflict(
          "gateway '%s' has a target named '%s' already; update it or choose another name"
              .formatted(GatewayId.of(input), input.path("name").asString()));
    }
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  private static ObjectNode kept(ObjectNode input) {
    for (String member : REFUSED) {
      if (input.hasNonNull(member)) {
        throw new Fault.Invalid(member + " is not served by this platform; leave it out");
      }
    }
    ObjectNode definition = Json.object();
    KEPT.stream()
        .filter(input::hasNonNull)
        .forEach(member -> definition.set(member, input.get(member)));
    return definition;
  }
}
