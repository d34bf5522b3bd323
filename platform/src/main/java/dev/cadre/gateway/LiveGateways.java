package dev.cadre.gateway;

import dev.cadre.fault.Fault;
import dev.cadre.gateway.Federation.Member;
import dev.cadre.identity.Vault;
import dev.cadre.mcp.McpEndpoint;
import dev.cadre.mcp.McpServer;
import dev.cadre.store.Database;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The gateways in use, kept in memory: only the first request after a change asks the database.
 * Sessions of clients, and those with targets that did not change, last over changes. Thread-safe.
 */
final class LiveGateways {
  private static final Logger LOG = System.getLogger(LiveGateways.class.getName());

  private final Database database;
  private final TargetStore targets;
  private final TargetServers servers;
  private final Connection.Means means;
  private final SearchTool search;
  private final DynamicTools dynamic;
  private final Vault vault;
  private final InstantSource clock;
  private final ConcurrentMap<GatewayId, Live> live = new ConcurrentHashMap<>();

  LiveGateways(
      Database database,
      TargetStore targets,
      TargetServers servers,
      Connection.Means means,
      SearchTool search,
      Vault vault,
      InstantSource clock) {
    this.database = database;
    this.targets = targets;
    this.servers = servers;
    this.means = means;
    this.search = search;
    this.dynamic = new DynamicTools(means.deadline(), means.config().maxTools());
    this.vault = vault;
    this.clock = clock;
  }

  private record Live(LiveGateway gateway, FederatedServer server, McpEndpoint endpoint) {}

  /** Throws {@link Fault.NotFound} when there is no such gateway. */
  McpEndpoint endpoint(GatewayId id) {
    return live(id).endpoint();
  }

  /** As {@link #endpoint}, for callers in this process. */
  McpServer server(GatewayId id) {
    return live(id).server();
  }

  private Live live(GatewayId id) {
    Live known = live.get(id);
    return known != null ? known : live.computeIfAbsent(id, this::load);
  }

  private Live load(GatewayId id) {
    String mark = GatewayStore.mark(database, id);
    Gateway gateway = GatewayStore.require(database, id);
    LiveGateway inUse = new LiveGateway(federation(gateway, null), mark);
    FederatedServer server = new FederatedServer(inUse::federation, search, dynamic);
    return new Live(inUse, server, new McpEndpoint(server, inUse.changes(), vault, clock));
  }

  /** Commits a change of a gateway and takes it up, before anyone finds what was there before. */
  <T> T change(GatewayId id, Supplier<T> commit) {
    Live known = live.get(id);
    if (known == null) {
      T result = commit.get();
      reload(id);
      return result;
    }
    ReentrantLock changing = known.gateway().changing();
    changing.lock();
    try {
      T result = commit.get();
      reload(id);
      return result;
    } finally {
      changing.unlock();
    }
  }

  /** What was known of each gateway in use when it was read. */
  Map<GatewayId, String> marks() {
    return live.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().gateway().mark()));
  }

  /** Takes up what another node wrote. */
  void refresh(GatewayId id) {
    var _ = change(id, () -> true);
  }

  private void reload(GatewayId id) {
    live.computeIfPresent(
        id,
        (_, known) -> {
          String mark = GatewayStore.marks(database, List.of(id)).get(id);
          Optional<Gateway> gateway = GatewayStore.find(database, id);
          if (mark == null || gateway.isEmpty()) {
            return null;
          }
          known.gateway().offers(federation(gateway.get(), known.gateway().federation()), mark);
          return known;
        });
  }

  private Federation federation(Gateway gateway, @Nullable Federation before) {
    List<Member> members = new ArrayList<>();
    for (Target target : targets.of(database, gateway.id())) {
      Catalogue catalogue = target.catalogue();
      Connection connection = catalogue == null ? null : connection(target, before);
      if (catalogue != null && connection != null) {
        members.add(new Member(target, catalogue, connection));
      }
    }
    return new Federation(gateway, members);
  }

  /** Null for a target whose description no longer makes a server. */
  private @Nullable Connection connection(Target target, @Nullable Federation before) {
    Member known = before == null ? null : before.member(target.name());
    if (known != null && known.target().definition().equals(target.definition())) {
      return known.connection();
    }
    try {
      return new Connection(target, servers.open(target), means);
    } catch (Fault e) {
      LOG.log(
          Level.WARNING,
          "target {0} of {1} is left out: {2}",
          target.name(),
          target.gateway(),
          e.getMessage());
      return null;
    }
  }
}
