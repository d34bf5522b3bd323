package dev.cadre.agent;

import dev.cadre.fault.Fault;
import dev.cadre.http.Routes;
import dev.cadre.id.EndpointName;
import dev.cadre.json.Json;
import dev.cadre.store.Database;
import dev.cadre.store.Sql;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Tags over the AWS API: those of agents and endpoints, and of what others keep. */
final class TagOperations {
  private static final String SERVICE = RuntimeOperations.SERVICE;
  private static final int MAX_TAGS = 50;

  private final Database database;
  private final RuntimeArns arns;
  private final OtherTags others;

  TagOperations(Database database, RuntimeArns arns, OtherTags others) {
    this.database = database;
    this.arns = arns;
    this.others = others;
  }

  void bind(Routes routes) {
    routes
        .aws(SERVICE, "TagResource", (_, input) -> tag(input))
        .aws(SERVICE, "UntagResource", (_, input) -> untag(input))
        .aws(SERVICE, "ListTagsForResource", (_, input) -> list(input));
  }

  ObjectNode tag(ObjectNode input) {
    String arn = arn(input);
    if (others.keeps(arn)) {
      others.add(arn, input.path("tags"));
      return Json.object();
    }
    return onResource(
        input,
        (sql, target) -> {
          add(sql, target, input.path("tags"));
          return Json.object();
        });
  }

  ObjectNode untag(ObjectNode input) {
    String[] keys =
        input.path("tagKeys").valueStream().map(JsonNode::asString).toArray(String[]::new);
    String arn = arn(input);
    if (others.keeps(arn)) {
      others.remove(arn, List.of(keys));
      return Json.object();
    }
    return onResource(
        input,
        (sql, target) -> {
          sql.update(
              "delete from agent_tag where agent_id = ? and endpoint = ? and key = any (?)",
              target.agent().value(),
              endpoint(target),
              keys);
          return Json.object();
        });
  }

  ObjectNode list(ObjectNode input) {
    String arn = arn(input);
    if (others.keeps(arn)) {
      ObjectNode body = Json.object();
      body.set("tags", others.of(arn));
      return body;
    }
    return onResource(
        input,
        (sql, target) -> {
          ObjectNode body = Json.object();
          ObjectNode tags = body.putObject("tags");
          sql.list(
                  "select key, value from agent_tag where agent_id = ? and endpoint = ? order by 1",
                  row -> new String[] {row.getString("key"), row.getString("value")},
                  target.agent().value(),
                  endpoint(target))
              .forEach(tag -> tags.put(tag[0], tag[1]));
          return body;
        });
  }

  /** Adds to or replaces the tags of {@code target}, whose row the caller has locked or made. */
  static void add(Sql sql, RuntimeArns.Target target, @Nullable JsonNode tags) {
    if (tags == null || tags.isEmpty()) {
      return;
    }
    String id = target.agent().value();
    String endpoint = endpoint(target);
    for (var tag : tags.properties()) {
      if (tag.getKey().regionMatches(true, 0, "aws:", 0, 4)) {
        throw new Fault.Invalid("tag '" + tag.getKey() + "': the prefix 'aws:' is reserved");
      }
      sql.update(
          """
          insert into agent_tag (agent_id, endpoint, key, value) values (?, ?, ?, ?)
          on conflict (agent_id, endpoint, key) do update set value = excluded.value
          """,
          id,
          endpoint,
          tag.getKey(),
          tag.getValue().asString());
    }
    int count =
        sql.list(
                "select count(*) from agent_tag where agent_id = ? and endpoint = ?",
                row -> row.getInt(1),
                id,
                endpoint)
            .getFirst();
    if (count > MAX_TAGS) {
      throw new Fault.QuotaExceeded(
          "the resource would have %d tags; at most %d: remove some first"
              .formatted(count, MAX_TAGS));
    }
  }

  static void removeAll(Sql sql, EndpointRow row) {
    sql.update(
        "delete from agent_tag where agent_id = ? and endpoint = ?",
        row.agentId().value(),
        row.name().value());
  }

  private static String arn(ObjectNode input) {
    return input.path("resourceArn").asString();
  }

  @FunctionalInterface
  private interface Work {
    ObjectNode on(Sql sql, RuntimeArns.Target target);
  }

  private ObjectNode onResource(ObjectNode input, Work work) {
    RuntimeArns.Target target = arns.parse(arn(input));
    return database.transaction(
        sql -> {
          AgentStore.lock(sql, target.agent());
          EndpointName endpoint = target.endpoint();
          if (endpoint != null) {
            EndpointStore.require(sql, target.agent(), endpoint);
          }
          return work.on(sql, target);
        });
  }

  private static String endpoint(RuntimeArns.Target target) {
    return target.endpoint() == null ? "" : target.endpoint().value();
  }
}
