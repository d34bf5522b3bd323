package dev.cadre.mcp;

import dev.cadre.fault.Fault;
import dev.cadre.http.Principal;
import dev.cadre.identity.Vault;
import dev.cadre.json.Json;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a stateless client carries from one round of a call to the next: the answers given so far,
 * sealed for this caller and this very request, for a short time. A client can neither read nor
 * change it, nor use it for anything else.
 */
final class RequestState {
  private static final Duration LIFE = Duration.ofMinutes(10);

  private final Vault vault;
  private final InstantSource clock;

  RequestState(Vault vault, InstantSource clock) {
    this.vault = vault;
    this.clock = clock;
  }

  String seal(ObjectNode answers, Principal caller, RpcMessage.Request request) {
    ObjectNode state = Json.object().put("until", clock.instant().plus(LIFE).toEpochMilli());
    state.set("answers", answers);
    return vault.seal(Json.bytes(state), name(caller, request));
  }

  /**
   * The answers that {@code text} holds.
   *
   * @throws RpcError when it was not sealed here for this request, or long ago
   */
  ObjectNode open(String text, Principal caller, RpcMessage.Request request) {
    try {
      JsonNode state = Json.parse(vault.open(text, name(caller, request)));
      Instant until = Instant.ofEpochMilli(state.path("until").asLong());
      if (clock.instant().isBefore(until) && state.get("answers") instanceof ObjectNode answers) {
        return answers;
      }
      throw RpcError.invalidParams("requestState is too old; make the call anew");
    } catch (IllegalStateException | IllegalArgumentException | Fault.Invalid e) {
      throw RpcError.invalidParams(
          "requestState is not what this call returned; make the call anew without it");
    }
  }

  private static String name(Principal caller, RpcMessage.Request request) {
    ObjectNode asked = request.params().deepCopy();
    asked.remove("_meta");
    asked.remove("inputResponses");
    asked.remove("requestState");
    return "mcp " + caller.name() + " " + request.method() + " " + digest(Json.bytes(asked));
  }

  private static String digest(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
