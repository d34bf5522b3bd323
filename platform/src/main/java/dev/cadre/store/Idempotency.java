package dev.cadre.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cadre.fault.Fault;
import dev.cadre.json.Json;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Answers a repeated {@code clientToken} with what the first request was answered, for 24 hours. A
 * refused request leaves no trace, so that its token may be tried again.
 */
public final class Idempotency {
  private static final Duration KEPT = Duration.ofHours(24);

  private Idempotency() {}

  /** One answer and whether it was given before. */
  public record Answer(ObjectNode body, boolean repeated) {}

  /**
   * Runs {@code work} unless the token in {@code input} did before. Throws {@link Fault.Conflict}
   * when the token came with another request.
   */
  public static Answer once(
      Sql sql, String operation, ObjectNode input, Instant now, Supplier<ObjectNode> work) {
    if (!input.hasNonNull("clientToken")) {
      return new Answer(work.get(), false);
    }
    String token = input.get("clientToken").asString();
    String request = digest(input);
    // Two requests with one token at once: the second waits for the first to commit.
    sql.list(
        "select pg_advisory_xact_lock(hashtextextended(?, 0))", _ -> true, operation + " " + token);
    Optional<Seen> seen =
        sql.first(
            """
            select request, response from agent_request
            where operation = ? and token = ? and expires_at > ?
            """,
            row -> new Seen(row.getString("request"), row.getString("response")),
            operation,
            token,
            now);
    if (seen.isPresent()) {
      if (!seen.get().request().equals(request)) {
        throw new Fault.Conflict(
            "clientToken '%s' came with another %s request before; use a new token"
                .formatted(token, operation));
      }
      return new Answer((ObjectNode) Json.parse(seen.get().response()), true);
    }
    ObjectNode response = work.get();
    sql.update(
        """
        insert into agent_request (operation, token, request, response, expires_at)
        values (?, ?, ?, ?, ?) on conflict (operation, token) do update
        set request = excluded.request, response = excluded.response,
            expires_at = excluded.expires_at
        """,
        operation,
        token,
        request,
        response,
        now.plus(KEPT));
    return new Answer(response, false);
  }

  /** Forgets the answers whose time is over. */
  public static void collect(Sql sql, Instant now) {
    sql.update("delete from agent_request where expires_at <= ?", now);
  }

  private record Seen(String request, String response) {}

  private static String digest(JsonNode input) {
    try {
      byte[] text = sorted(input).toString().getBytes(UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Two requests are the same whatever the order of their members. */
  private static JsonNode sorted(JsonNode node) {
    return switch (node) {
      case ObjectNode object -> {
        TreeMap<String, JsonNode> members = new TreeMap<>();
        object.properties().forEach(e -> members.put(e.getKey(), sorted(e.getValue())));
        ObjectNode copy = Json.object();
        members.forEach(copy::set);
        yield copy;
      }
      case ArrayNode array -> {
        ArrayNode copy = Json.array();
        array.forEach(item -> copy.add(sorted(item)));
        yield copy;
      }
      default -> node;
    };
  }
}
