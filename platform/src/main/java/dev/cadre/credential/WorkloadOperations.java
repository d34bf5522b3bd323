package dev.cadre.credential;

import dev.cadre.fault.Fault;
import dev.cadre.http.PageToken;
import dev.cadre.http.Routes;
import dev.cadre.json.Json;
import dev.cadre.store.Database;
import dev.cadre.store.UniqueViolation;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Workload identities over the AWS API. */
final class WorkloadOperations {
  private static final String SERVICE = "bedrock-agentcore-control";
  private static final String LISTING = "ListWorkloadIdentities";
  private static final int PAGE = 20;

  private final Database database;
  private final InstantSource clock;
  private final CredentialArns arns;
  private final int max;

  WorkloadOperations(Database database, InstantSource clock, CredentialArns arns, int max) {
    this.database = database;
    this.clock = clock;
    this.arns = arns;
    this.max = max;
  }

  void bind(Routes routes) {
    routes
        .aws(SERVICE, "CreateWorkloadIdentity", (_, input) -> create(input))
        .aws(SERVICE, "GetWorkloadIdentity", (_, input) -> get(input))
        .aws(SERVICE, "UpdateWorkloadIdentity", (_, input) -> update(input))
        .aws(
            SERVICE,
            "DeleteWorkloadIdentity",
            (_, input) -> {
              WorkloadStore.delete(database, input.path("name").asString());
              return null;
            })
        .aws(SERVICE, LISTING, (_, input) -> list(input));
  }

  ObjectNode create(ObjectNode input) {
    Instant now = clock.instant();
    WorkloadIdentity made =
        new WorkloadIdentity(input.path("name").asString(), 0, returnUrls(input), now, now);
    try {
      database.transaction(
          sql -> {
            if (WorkloadStore.count(sql) >= max) {
              throw new Fault.QuotaExceeded(
                  "there are " + max + " workload identities already; delete one first");
            }
            WorkloadStore.insert(
                sql, made, input.hasNonNull("tags") ? input.get("tags") : Json.object());
            return made;
          });
    } catch (UniqueViolation e) {
      if (!e.constraint().equals("workload_identity_name_taken")) {
        throw e;
      }
      // The API has no conflict here.
      throw new Fault.Invalid(
          "a workload identity named '%s' already exists; update it or choose another name"
              .formatted(made.name()));
    }
    return shown(made);
  }

  ObjectNode get(ObjectNode input) {
    return timed(WorkloadStore.require(database, input.path("name").asString()));
  }

  ObjectNode update(ObjectNode input) {
    return timed(
        database.transaction(
            sql -> {
              WorkloadIdentity old = WorkloadStore.require(sql, input.path("name").asString());
              WorkloadIdentity changed =
                  new WorkloadIdentity(
                      old.name(),
                      old.seq(),
                      input.hasNonNull("allowedResourceOauth2ReturnUrls")
                          ? returnUrls(input)
                          : old.returnUrls(),
                      old.createdAt(),
                      clock.instant());
              WorkloadStore.update(sql, changed);
              return changed;
            }));
  }

  ObjectNode list(ObjectNode input) {
    String token = input.path("nextToken").asString(null);
    long before = token == null ? Long.MAX_VALUE : Long.parseLong(PageToken.decode(LISTING, token));
    int limit = input.path("maxResults").asInt(PAGE);
    List<WorkloadIdentity> page = WorkloadStore.page(database, before, limit + 1);
    ObjectNode body = Json.object();
    ArrayNode shown = body.putArray("workloadIdentities");
    page.stream().limit(limit).map(this::summary).forEach(shown::add);
    if (page.size() > limit) {
      body.put("nextToken", PageToken.encode(LISTING, String.valueOf(page.get(limit - 1).seq())));
    }
    return body;
  }

  private static List<String> returnUrls(ObjectNode input) {
    return input
        .path("allowedResourceOauth2ReturnUrls")
        .valueStream()
        .map(JsonNode::asString)
        .toList();
  }

  private ObjectNode summary(WorkloadIdentity identity) {
    return Json.object()
        .put("name", identity.name())
        .put("workloadIdentityArn", arns.workload(identity.name()).toString());
  }

  private ObjectNode shown(WorkloadIdentity identity) {
    ObjectNode body = summary(identity);
    ArrayNode urls = body.putArray("allowedResourceOauth2ReturnUrls");
    identity.returnUrls().forEach(urls::add);
    return body;
  }

  private ObjectNode timed(WorkloadIdentity identity) {
    return Times.put(shown(identity), identity.createdAt(), identity.updatedAt());
  }
}
