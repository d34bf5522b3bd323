package dev.cadre.agent;

import dev.cadre.agent.Definition.Source;
import dev.cadre.config.Nearest;
import dev.cadre.fault.Fault;
import dev.cadre.id.AgentRuntimeId;
import dev.cadre.id.EndpointName;
import dev.cadre.store.Database;
import dev.cadre.store.Sql;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * What an invocation is routed to, kept in memory: only the first after a change asks the database.
 * Thread-safe.
 */
public final class Deployments {
  private static final String DEFAULT = EndpointName.DEFAULT.value();

  private final Database database;
  private final RuntimeArns arns;
  private final ConcurrentMap<AgentRuntimeId, ConcurrentMap<String, Deployment>> cache =
      new ConcurrentHashMap<>();
  private final ConcurrentMap<String, AgentRuntimeId> names = new ConcurrentHashMap<>();

  public Deployments(Database database, AgentConfig config) {
    this.database = database;
    this.arns = new RuntimeArns(config);
  }

  /**
   * What {@code qualifier} serves now: an endpoint's name or a version's number; null is DEFAULT.
   *
   * <p>Throws {@link Fault.NotFound} for an unknown agent, endpoint or version, {@link
   * Fault.Conflict} while none is ready yet, {@link Fault.AgentFailed} with the reason when its
   * deployment failed.
   */
  public Deployment resolve(AgentRuntimeId id, @Nullable String qualifier) {
    String key = qualifier == null ? DEFAULT : qualifier;
    // Taken before the query: a change during it drops this map, and the stale answer with it.
    ConcurrentMap<String, Deployment> known =
        cache.computeIfAbsent(id, _ -> new ConcurrentHashMap<>());
    Deployment found = known.get(key);
    if (found == null) {
      found = load(id, key);
      known.put(key, found);
    }
    return found;
  }

  /**
   * As {@link #resolve}, of an agent's or endpoint's ARN, an agent's id, its name, or the ten
   * characters that end its id. An endpoint in the ARN counts when {@code qualifier} is null.
   */
  public Deployment resolveArn(String reference, @Nullable String qualifier) {
    if (!reference.startsWith("arn:")) {
      return resolve(find(reference), qualifier);
    }
    RuntimeArns.Target target = arns.parse(reference);
    EndpointName endpoint = target.endpoint();
    return resolve(
        target.agent(), qualifier == null && endpoint != null ? endpoint.value() : qualifier);
  }

  /** The agent that an ARN, an id, a name or the ten characters that end an id speak of. */
  public AgentRuntimeId find(String reference) {
    if (reference.startsWith("arn:")) {
      return arns.parse(reference).agent();
    }
    if (reference.indexOf('-') >= 0) {
      return new AgentRuntimeId(reference);
    }
    AgentRuntimeId known = names.get(reference);
    if (known != null) {
      return known;
    }
    List<AgentRow> rows = AgentStore.named(database, reference);
    if (rows.size() != 1) {
      throw new Fault.NotFound(
          rows.isEmpty()
              ? "there is no agent named '" + reference + "'" + near(reference)
              : "'" + reference + "' is one agent's name and ends another's id; give the whole id");
    }
    AgentRuntimeId id = rows.getFirst().id();
    names.put(reference, id);
    return id;
  }

  private String near(String reference) {
    return Nearest.to(reference, AgentStore.names(database))
        .map(name -> "; did you mean '" + name + "'?")
        .orElse("");
  }

  /** Drops what is kept of an agent; after the change is committed. */
  void forget(AgentRuntimeId id) {
    cache.remove(id);
    names.values().removeIf(id::equals);
  }

  private Deployment load(AgentRuntimeId id, String qualifier) {
    try {
      return database.transaction(sql -> loadNow(sql, id, qualifier));
    } catch (Fault e) {
      // Unknown ids are the caller's to invent; they must not fill memory.
      cache.computeIfPresent(id, (_, known) -> known.isEmpty() ? null : known);
      throw e;
    }
  }

  private Deployment loadNow(Sql sql, AgentRuntimeId id, String qualifier) {
    AgentRow agent = AgentStore.require(sql, id);
    if (agent.status() == Status.DELETING) {
      throw new Fault.Conflict("agent runtime '" + id + "' is being deleted");
    }
    if (qualifier.matches("[1-9][0-9]{0,4}")) {
      return of(agent, VersionStore.require(sql, id, Integer.parseInt(qualifier)), null);
    }
    EndpointRow endpoint = EndpointStore.require(sql, id, new EndpointName(qualifier));
    Integer live = endpoint.liveVersion();
    int version = live == null ? endpoint.targetVersion() : live;
    return of(agent, VersionStore.require(sql, id, version), endpoint.name());
  }

  Deployment of(AgentRow agent, VersionRow row, @Nullable EndpointName endpoint) {
    requireReady(row);
    Definition definition = row.definition();
    return new Deployment(
        agent.id(),
        agent.name(),
        arns.agent(agent.id()),
        row.version(),
        endpoint,
        definition.protocol(),
        artifact(row),
        definition.environment(),
        definition.idleTimeout(),
        definition.maxLifetime(),
        definition.headerAllowList(),
        definition.networkMode(),
        definition.authorizer().orElse(null),
        row.warnings());
  }

  private static void requireReady(VersionRow row) {
    String subject = "version " + row.version() + " of agent runtime '" + row.agentId() + "'";
    switch (row.status()) {
      case READY -> {
        if (row.collected()) {
          throw new Fault.Conflict(
              subject + " is old and unused and its artifact was collected; deploy it again");
        }
      }
      case CREATING, UPDATING -> {
        // An image has nothing to wait for: whoever runs sessions says what running one needs.
        if (!(row.definition().source() instanceof Source.Container)) {
          throw new Fault.Conflict(
              subject + " is still being deployed (" + row.stage() + "); try again when READY");
        }
      }
      case CREATE_FAILED, UPDATE_FAILED ->
          throw new Fault.AgentFailed(subject + " could not be deployed: " + row.failureReason());
      case DELETING, DELETE_FAILED -> throw new Fault.Conflict(subject + " is being deleted");
    }
  }

  private static Artifact artifact(VersionRow row) {
    return switch (row.definition().source()) {
      case Source.Container container -> new Artifact.Container(container.uri());
      case Source.Remote remote -> new Artifact.Remote(URI.create(remote.url()));
      case Source.Declared declared -> new Artifact.Declared(declared.definition());
      case Source.Code code -> {
        Build build = row.build();
        if (build == null) {
          throw new IllegalStateException("a ready version of code has no build");
        }
        yield new Artifact.Code(
            code.runtime(),
            Path.of(build.root()),
            build.command(),
            build.environment(),
            build.reads().stream().map(Path::of).toList());
      }
    };
  }
}
