package dev.cadre.toolkit;

import dev.cadre.http.Exchange;
import dev.cadre.http.Routes;
import dev.cadre.json.Json;
import java.io.IOException;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /cadre/v1/servers}: the MCP servers known here, and how each is. */
public final class FleetRoutes {
  private final Fleet fleet;

  public FleetRoutes(Fleet fleet) {
    this.fleet = fleet;
  }

  public void bind(Routes routes) {
    routes.add("GET", "/cadre/v1/servers", this::list);
  }

  private void list(Exchange exchange) throws IOException, InterruptedException {
    ObjectNode answer = Json.object();
    ArrayNode servers = answer.putArray("servers");
    for (Fleet.Status status : fleet.statuses()) {
      ObjectNode entry =
          servers
              .addObject()
              .put("name", status.name())
              .put("url", status.member().url().toString())
              .put("healthy", status.trouble() == null)
              .put("trouble", status.trouble())
              .put("checkedAt", status.at().toString());
      switch (status.member()) {
        case Fleet.Member.Here(var _, Serving serving) -> {
          entry.put("servedHere", true);
          ArrayNode tools = entry.putArray("tools");
          serving.tools().forEach(tool -> tools.add(tool.spec().name()));
        }
        case Fleet.Member.Elsewhere _ -> entry.put("servedHere", false);
      }
    }
    exchange.json(200, answer);
  }
}
