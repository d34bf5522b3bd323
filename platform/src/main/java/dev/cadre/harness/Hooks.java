package dev.cadre.harness;

import dev.cadre.fault.Fault;
import dev.cadre.harness.AgentDefinition.Hook;
import dev.cadre.harness.AgentDefinition.Hook.Point;
import dev.cadre.json.Json;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Asks an agent's hooks: each gets a POST of JSON and answers {@code {"decision": "allow"}} or
 * {@code {"decision": "deny", "reason": "..."}}; an empty answer of status 2xx allows. A hook that
 * does not answer stops what it was asked before, and nothing that has happened already.
 */
final class Hooks {
  private static final Logger LOG = System.getLogger(Hooks.class.getName());
  private static final int MAX_REASON = 1_000;
  private static final int MAX_ANSWER = 64 << 10;

  private final HttpClient client;
  private final List<Hook> hooks;
  private final ObjectNode about;

  /**
   * @param about what every request says of the turn
   */
  Hooks(HttpClient client, List<Hook> hooks, ObjectNode about) {
    this.client = client;
    this.hooks = hooks;
    this.about = about;
  }

  boolean any(Point point) {
    return hooks.stream().anyMatch(hook -> hook.on() == point);
  }

  /**
   * What the hooks of a point said.
   *
   * @param denied the reason of the one that denied
   * @param asked in their order, the one that denied last
   */
  record Verdict(Optional<String> denied, List<TurnEvent.HookAsked> asked) {
    Verdict {
      asked = List.copyOf(asked);
    }
  }

  /** Asks the hooks of this point in their order, until one denies. */
  Verdict ask(Point point, ObjectNode details) throws InterruptedException {
    List<TurnEvent.HookAsked> asked = new ArrayList<>();
    for (Hook hook : hooks) {
      if (hook.on() == point) {
        Optional<String> reason = ask(hook, details);
        String id = UUID.randomUUID().toString();
        asked.add(
            new TurnEvent.HookAsked(id, hook.name(), point, reason.isEmpty(), reason.orElse(null)));
        if (reason.isPresent()) {
          return new Verdict(reason, asked);
        }
      }
    }
    return new Verdict(Optional.empty(), asked);
  }

  private Optional<String> ask(Hook hook, ObjectNode details) throws InterruptedException {
    ObjectNode body = about.deepCopy();
    body.put("hook", hook.name())
        .put("on", hook.on().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    body.setAll(details);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(hook.url()))
            .timeout(hook.timeout())
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(Json.bytes(body)))
            .build();
    try {
      HttpResponse<byte[]> response =
          client.send(
              request,
              HttpResponse.BodyHandlers.limiting(
                  HttpResponse.BodyHandlers.ofByteArray(), MAX_ANSWER));
      return response.statusCode() / 100 == 2
          ? verdict(hook, response.body())
          : failed(hook, "answered with status " + response.statusCode());
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "a hook did not answer", e);
      return failed(hook, "did not answer within " + hook.timeout().toMillis() + " ms");
    }
  }

  private static Optional<String> verdict(Hook hook, byte[] answer) {
    if (new String(answer, StandardCharsets.UTF_8).isBlank()) {
      return Optional.empty();
    }
    try {
      JsonNode json = Json.parse(answer);
      String reason = json.path("reason").asString("");
      return switch (json.path("decision").asString("")) {
        case "allow" -> Optional.empty();
        case "deny" ->
            Optional.of(
                reason.isBlank()
                    ? "the hook '" + hook.name() + "' denied it"
                    : reason.substring(0, Math.min(reason.length(), MAX_REASON)));
        default -> failed(hook, "answered neither allow nor deny");
      };
    } catch (Fault.Invalid e) {
      return failed(hook, "answered with what is no JSON");
    }
  }

  /** Fails closed before, open after. */
  private static Optional<String> failed(Hook hook, String how) {
    LOG.log(Level.WARNING, "the hook {0} {1}", hook.name(), how);
    return switch (hook.on()) {
      case BEFORE_INVOCATION, BEFORE_TOOL_CALL ->
          Optional.of("the hook '" + hook.name() + "' " + how);
      case AFTER_INVOCATION, AFTER_TOOL_CALL -> Optional.empty();
    };
  }
}
