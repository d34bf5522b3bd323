package dev.cadre.identity;

import dev.cadre.fault.Fault;
import dev.cadre.http.Exchange;
import dev.cadre.http.Principal;
import dev.cadre.http.Routes;
import dev.cadre.json.Json;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Access keys over HTTP, for principals with the scope {@code keys}. */
final class KeyRoutes {
  private static final String SCOPE = "keys";
  private static final int MAX_BODY = 64 * 1024;
  private static final Set<String> MEMBERS = Set.of("name", "scopes", "expiresAt");

  private final AccessKeys keys;

  KeyRoutes(AccessKeys keys) {
    this.keys = keys;
  }

  void bind(Routes routes) {
    routes.add("POST", "/cadre/v1/keys", this::create);
    routes.add("GET", "/cadre/v1/keys", this::list);
    routes.add("DELETE", "/cadre/v1/keys/{accessKeyId}", this::revoke);
  }

  private void create(Exchange exchange) throws IOException {
    Principal caller = allowed(exchange);
    JsonNode body = Json.parse(exchange.body(MAX_BODY));
    if (!body.isObject()) {
      throw new Fault.Invalid("the body must be an object: {\"name\": \"ci-deploy\"}");
    }
    for (String member : body.propertyNames()) {
      if (!MEMBERS.contains(member)) {
        throw new Fault.Invalid("unknown member '" + member + "'; known: name, scopes, expiresAt");
      }
    }
    Set<String> scopes = scopes(body.get("scopes"), caller);
    AccessKey.Created created =
        keys.create(
            text(body.get("name"), "name"), scopes, caller.name(), time(body.get("expiresAt")));
    ObjectNode answer = view(created.key());
    answer.put("secretAccessKey", created.secret());
    exchange.responseHeader("Cache-Control", "no-store").json(201, answer);
  }

  private void list(Exchange exchange) throws IOException {
    allowed(exchange);
    ObjectNode answer = Json.object();
    ArrayNode list = answer.putArray("keys");
    keys.list().forEach(key -> list.add(view(key)));
    exchange.json(200, answer);
  }

  private void revoke(Exchange exchange) throws IOException {
    allowed(exchange);
    keys.revoke(new AccessKeyId(exchange.pathVariable("accessKeyId")));
    exchange.respond(204, "application/json", new byte[0]);
  }

  private static Principal allowed(Exchange exchange) {
    Principal caller = exchange.principal();
    if (!caller.may(SCOPE)) {
      throw new Fault.Denied(
          "'" + caller.name() + "' lacks the scope '" + SCOPE + "', which access keys need");
    }
    return caller;
  }

  /** A key never gets more than its maker has; without a list it gets the same. */
  private static Set<String> scopes(@Nullable JsonNode node, Principal caller) {
    if (node == null || node.isNull()) {
      return caller.scopes();
    }
    if (!node.isArray()) {
      throw new Fault.Invalid("scopes must be a list of strings");
    }
    Set<String> scopes = new LinkedHashSet<>();
    for (JsonNode item : node) {
      String scope = text(item, "scopes");
      if (!caller.may(scope)) {
        throw new Fault.Denied(
            "'" + caller.name() + "' lacks the scope '" + scope + "' and can't give it");
      }
      scopes.add(scope);
    }
    return scopes;
  }

  private static String text(@Nullable JsonNode node, String member) {
    if (node == null || !node.isString()) {
      throw new Fault.Invalid(member + " must be a string");
    }
    return node.asString();
  }

  private static @Nullable Instant time(@Nullable JsonNode node) {
    if (node == null || node.isNull()) {
      return null;
    }
    try {
      return Instant.parse(text(node, "expiresAt"));
    } catch (DateTimeException _) {
      throw new Fault.Invalid("expiresAt must be a time such as 2027-01-31T00:00:00Z");
    }
  }

  private static ObjectNode view(AccessKey key) {
    ObjectNode view = Json.object();
    view.put("accessKeyId", key.id().value()).put("name", key.name());
    ArrayNode scopes = view.putArray("scopes");
    key.scopes().stream().sorted().forEach(scopes::add);
    view.put("createdAt", key.createdAt().toString()).put("createdBy", key.createdBy());
    Instant expiresAt = key.expiresAt();
    view.put("expiresAt", expiresAt == null ? null : expiresAt.toString());
    return view;
  }
}
