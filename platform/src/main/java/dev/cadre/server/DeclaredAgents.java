package dev.cadre.server;

import dev.cadre.a2a.RemoteAgents;
import dev.cadre.credential.Authorizations;
import dev.cadre.gateway.GatewayFeature;
import dev.cadre.harness.Conversations;
import dev.cadre.harness.HarnessFeature;
import dev.cadre.harness.LongTermMemory;
import dev.cadre.http.Routes;
import dev.cadre.id.IdSource;
import dev.cadre.model.Models;
import dev.cadre.object.StoredUploads;
import dev.cadre.session.AgentTools;
import dev.cadre.store.Database;
import dev.cadre.surface.ApprovalRoutes;
import dev.cadre.surface.Attachments;
import dev.cadre.surface.DeclaredFiles;
import dev.cadre.surface.Surfaces;
import dev.cadre.surface.TurnRoutes;
import dev.cadre.telemetry.Telemetry;
import dev.cadre.time.Timer;
import dev.cadre.tool.Tool;
import dev.cadre.toolkit.Fleet;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** The agents that the platform itself runs, and how they are called. */
final class DeclaredAgents implements AutoCloseable {
  private final OtherTools tools;
  private final HarnessFeature harness;
  private final DeclaredFiles files;
  private final Surfaces surfaces;
  private final ApprovalRoutes approvals;
  private final TurnRoutes turns;

  /**
   * @param further built-in tools beside those that need nothing but the database
   * @param fleet the MCP servers that agents' files may name by a name alone
   * @param http calls what agents' files name; whoever gave it closes it
   * @param node this node's name, which stays over restarts
   * @param heartbeat how long an event stream may be quiet
   */
  DeclaredAgents(
      Database database,
      Models models,
      List<Tool> further,
      Fleet fleet,
      GatewayFeature gateways,
      LongTermMemory memory,
      StoredUploads uploads,
      Telemetry telemetry,
      HttpClient http,
      Authorizations authorizations,
      IdSource ids,
      InstantSource clock,
      Timer timer,
      String node,
      Duration heartbeat) {
    tools = new OtherTools(new McpClients(http, authorizations, clock), fleet, gateways);
    harness =
        HarnessFeature.of(
            database,
            new HarnessFeature.Reach(models, further, tools, memory, http),
            new HarnessFeature.Running(clock, timer, ids, telemetry.tracer("harness"), node));
    files = new DeclaredFiles(harness.files());
    surfaces =
        new Surfaces(
            files, new Attachments(uploads, models), harness.turns(), clock, timer, heartbeat);
    approvals = new ApprovalRoutes(harness.conversations());
    turns = new TurnRoutes(harness.history(), harness.conversations(), harness.turns());
  }

  DeclaredFiles files() {
    return files;
  }

  Conversations conversations() {
    return harness.conversations();
  }

  Surfaces surfaces() {
    return surfaces;
  }

  /** Agents as tools of others; before {@link #start}. */
  void bind(AgentTools agents, RemoteAgents elsewhere) {
    tools.bind(agents, elsewhere);
  }

  List<Tool> tools() {
    return harness.tools();
  }

  /** Differs after a turn began, waited, went on or ended. */
  String mark() {
    return harness.history().mark();
  }

  void bind(Routes invoking, Routes operating) {
    approvals.bind(operating);
    turns.bind(invoking, operating);
  }

  /** Takes up the turns that a former process left. */
  void start() {
    harness.start();
  }

  /** Turns stop where they are, to go on after the next start. */
  @Override
  public void close() {
    harness.close();
  }
}
