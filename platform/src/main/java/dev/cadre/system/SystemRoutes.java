package dev.cadre.system;

import dev.cadre.fault.Fault;
import dev.cadre.http.Exchange;
import dev.cadre.http.Routes;
import dev.cadre.json.Json;
import dev.cadre.store.Database;
import dev.cadre.system.SystemDefinition.Port;
import java.io.IOException;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /cadre/v1/systems}: which systems are here, how far each is, and what is wrong. */
final class SystemRoutes {
  private final Database database;
  private final List<LoadedSystem> systems;
  private final SystemImport importing;

  SystemRoutes(Database database, List<LoadedSystem> systems, SystemImport importing) {
    this.database = database;
    this.systems = systems;
    this.importing = importing;
  }

  void bind(Routes routes) {
    routes
        .add("GET", "/cadre/v1/systems", this::list)
        .add("GET", "/cadre/v1/systems/{name}", this::show)
        .add("POST", "/cadre/v1/systems/{name}/import", this::take);
  }

  private void list(Exchange exchange) throws IOException {
    ObjectNode answer = Json.object();
    ArrayNode all = answer.putArray("systems");
    systems.forEach(system -> all.add(shown(system)));
    exchange.json(200, answer);
  }

  private void show(Exchange exchange) throws IOException {
    exchange.json(200, shown(find(exchange)));
  }

  /** Takes over a SQLite file, which is the body. */
  private void take(Exchange exchange) throws IOException {
    LoadedSystem system = find(exchange);
    SystemDefinition definition = system.definition();
    if (definition == null || !(system.state() instanceof SystemState.Ready)) {
      throw new Fault.Conflict(
          "system '" + system.name() + "' is not ready; GET /cadre/v1/systems says why");
    }
    SystemImport.Done done = importing.carryOut(definition, exchange.body());
    ObjectNode answer = Json.object();
    ObjectNode read = answer.putObject("read");
    done.read().forEach(read::put);
    ArrayNode changed = answer.putArray("changed");
    done.changed()
        .forEach(
            one -> changed.addObject().put("statement", one.statement()).put("rows", one.rows()));
    exchange.json(200, answer);
  }

  private LoadedSystem find(Exchange exchange) {
    String name = exchange.pathVariable("name");
    return systems.stream()
        .filter(system -> system.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new Fault.NotFound(
                    "there is no system '" + name + "'; GET /cadre/v1/systems names all"));
  }

  private ObjectNode shown(LoadedSystem system) {
    ObjectNode answer = Json.object().put("name", system.name());
    switch (system.state()) {
      case SystemState.Loading _ -> answer.put("status", "LOADING");
      case SystemState.Ready _ -> answer.put("status", "READY");
      case SystemState.Broken(String problems) -> {
        answer.put("status", "BROKEN");
        ArrayNode lines = answer.putArray("problems");
        problems.lines().forEach(lines::add);
      }
    }
    SystemDefinition definition = system.definition();
    if (definition == null) {
      return answer;
    }
    answer
        .put("description", definition.description())
        .put("folder", definition.folder().toString())
        .put("database", definition.migrations() != null);
    ArrayNode servers = answer.putArray("servers");
    definition.servers().keySet().stream()
        .sorted()
        .forEach(
            server ->
                servers.addObject().put("name", server).put("known", definition.known(server)));
    ArrayNode agents = answer.putArray("agents");
    system.agents().forEach(agent -> agents.add(shown(agent)));
    return answer;
  }

  private ObjectNode shown(SystemAgents.Agent agent) {
    SystemDefinition.AgentEntry entry = agent.entry();
    ObjectNode answer = Json.object().put("name", agent.name());
    new SystemStore(database)
        .find(agent.name())
        .ifPresent(
            deployed ->
                answer.put("id", deployed.agent().value()).put("version", deployed.version()));
    Port port = entry.port();
    if (port != null) {
      answer.putObject("port").put("name", port.name()).put("number", port.number());
    }
    answer.put("health", entry.health());
    answer
        .putObject("scaling")
        .put("min", entry.scaling().min())
        .put("max", entry.scaling().max())
        .put("cpu", entry.scaling().cpu());
    return answer;
  }
}
