package dev.cadre.gateway;

import dev.cadre.fault.Fault;
import dev.cadre.store.Database;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The tags of gateways. */
public final class GatewayTags {
  private static final int MAX_TAGS = 50;

  private final Database database;

  GatewayTags(Database database) {
    this.database = database;
  }

  /** Of the gateway with this ARN or id; {@link Fault.NotFound} when there is none. */
  public ObjectNode of(String gateway) {
    return database.transaction(sql -> GatewayStore.tags(sql, GatewayId.of(gateway)));
  }

  /** Adds to and replaces tags. */
  public void add(String gateway, JsonNode tags) {
    check(tags);
    database.transaction(
        sql -> {
          GatewayId id = GatewayId.of(gateway);
          ObjectNode all = GatewayStore.tags(sql, id);
          tags.properties().forEach(tag -> all.set(tag.getKey(), tag.getValue()));
          if (all.size() > MAX_TAGS) {
            throw new Fault.QuotaExceeded(
                "the resource would have %d tags; at most %d: remove some first"
                    .formatted(all.size(), MAX_TAGS));
          }
          GatewayStore.tags(sql, id, all);
          return all;
        });
  }

  public void remove(String gateway, List<String> keys) {
    database.transaction(
        sql -> {
          GatewayId id = GatewayId.of(gateway);
          ObjectNode all = GatewayStore.tags(sql, id);
          all.remove(keys);
          GatewayStore.tags(sql, id, all);
          return all;
        });
  }

  static void check(JsonNode tags) {
    for (var tag : tags.properties()) {
      if (tag.getKey().regionMatches(true, 0, "aws:", 0, 4)) {
        throw new Fault.Invalid("tag '" + tag.getKey() + "': the prefix 'aws:' is reserved");
      }
    }
  }
}
