package dev.cadre.surface;

import dev.cadre.harness.AgentFile;
import dev.cadre.harness.Conversations;
import dev.cadre.http.Exchange;
import dev.cadre.http.Routes;
import dev.cadre.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What waits for a person, and the schema of agents' files for editors. */
public final class ApprovalRoutes {
  private static final int MOST = 1_000;

  private final Conversations conversations;

  public ApprovalRoutes(Conversations conversations) {
    this.conversations = conversations;
  }

  public void bind(Routes routes) {
    routes
        .add("GET", "/cadre/v1/approvals", this::list)
        .add("GET", "/cadre/v1/schemas/agent", ApprovalRoutes::schema);
  }

  /** Oldest first; at most {@link #MOST}. */
  private void list(Exchange exchange) throws IOException {
    ObjectNode body = Json.object();
    ArrayNode approvals = body.putArray("approvals");
    conversations
        .pendingApprovals(exchange.query("agent").orElse(null), MOST)
        .forEach(pending -> approvals.add(json(pending)));
    exchange.json(200, body);
  }

  private static ObjectNode json(Conversations.Pending pending) {
    ObjectNode json =
        Json.object()
            .put("agentRuntimeId", pending.turn().conversation().agent())
            .put("sessionId", pending.turn().conversation().session())
            .put("turnId", pending.turn().id())
            .put("startedAt", pending.turn().startedAt().toString());
    ArrayNode calls = json.putArray("calls");
    pending.calls().forEach(call -> calls.add(Summary.call(call)));
    return json;
  }

  private static void schema(Exchange exchange) throws IOException {
    exchange.respond(
        200, "application/schema+json", AgentFile.schema().getBytes(StandardCharsets.UTF_8));
  }
}
