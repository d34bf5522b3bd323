package dev.cadre.system;

import dev.cadre.agent.Agents;
import dev.cadre.agent.Declarations;
import dev.cadre.config.SecretSource;
import dev.cadre.fault.Fault;
import dev.cadre.http.Routes;
import dev.cadre.identity.Vault;
import dev.cadre.memory.MemoryFeature;
import dev.cadre.store.Database;
import dev.cadre.store.StoreException;
import dev.cadre.toolkit.Means;
import dev.cadre.toolkit.OwnDatabase;
import dev.cadre.toolkit.ServersConfig;
import dev.cadre.toolkit.Serving;
import dev.cadre.toolkit.Toolkit;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The systems of this platform. Their files are read when it starts; databases and agents follow in
 * the background, so that nobody waits for them. Thread-safe.
 */
public final class Systems implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Systems.class.getName());
  private static final int MAX = 50;

  private final Database database;
  private final InstantSource clock;
  private final SystemDatabases databases;
  private final List<LoadedSystem> systems = new ArrayList<>();
  private @Nullable Thread loading;

  /**
   * Reads every system of {@code folder}, one in each folder with a {@code system.yaml}. One that
   * is wrong is kept with what is wrong.
   *
   * @param folder null for no systems
   * @param jdbc where the platform's own database is
   * @throws Fault.Invalid when the folder cannot be read
   */
  public Systems(
      Database database,
      InstantSource clock,
      String jdbc,
      Vault vault,
      SecretSource secrets,
      @Nullable Path folder) {
    this.database = database;
    this.clock = clock;
    this.databases = new SystemDatabases(database, clock, jdbc, vault);
    if (folder != null) {
      folders(folder).forEach(each -> systems.add(read(each, secrets)));
    }
  }

  private static List<Path> folders(Path folder) {
    try (Stream<Path> inside = Files.list(folder)) {
      List<Path> found =
          inside.filter(f -> Files.isRegularFile(f.resolve(SystemFile.NAME))).sorted().toList();
      if (found.size() > MAX) {
        throw new Fault.Invalid(
            "--systems '%s' holds %d systems; it may hold %d".formatted(folder, found.size(), MAX));
      }
      return found;
    } catch (IOException e) {
      throw new Fault.Invalid(
          "--systems '" + folder + "' is no folder that can be read; --systems none loads none");
    }
  }

  private LoadedSystem read(Path folder, SecretSource secrets) {
    String name = String.valueOf(folder.getFileName());
    try {
      SystemDefinition definition = SystemFile.read(folder, secrets);
      LoadedSystem system = new LoadedSystem(definition.name(), definition);
      if (systems.stream().anyMatch(other -> other.name().equals(definition.name()))) {
        system.broken(
            name + "/" + SystemFile.NAME + ": another system is named '" + system.name() + "'");
      }
      return system;
    } catch (Fault.Invalid e) {
      LoadedSystem system = new LoadedSystem(name, null);
      system.broken(String.valueOf(e.getMessage()));
      return system;
    }
  }

  /** {@code config} with the servers of the systems, each named after its system and itself. */
  public ServersConfig with(ServersConfig config) {
    Map<String, Toolkit.Plan> further = new LinkedHashMap<>();
    for (LoadedSystem system : systems) {
      SystemDefinition definition = system.definition();
      if (definition != null && !system.isBroken()) {
        definition
            .servers()
            .forEach(
                (server, plan) -> {
                  String name = definition.known(server);
                  if (config.has(name) || further.containsKey(name)) {
                    system.broken("there is an MCP server '" + name + "' already; rename one");
                  } else {
                    further.put(name, means -> open(system, plan, means));
                  }
                });
      }
    }
    return config.and(further);
  }

  /** One that does not open breaks its system and no other. */
  private Serving open(LoadedSystem system, Toolkit.Plan plan, Means means) {
    SystemDefinition definition = system.definition();
    OwnDatabase own =
        definition == null || definition.migrations() == null
            ? null
            : databases.of(definition.name());
    try {
      Serving serving = plan.open(means.with(own));
      system.serves(serving);
      return serving;
    } catch (Fault e) {
      system.broken(String.valueOf(e.getMessage()));
      return new Serving("", List.of(), e::getMessage, () -> {});
    }
  }

  /** Reads the agents' files, and brings everything up to date in the background. */
  public void start(Declarations declarations, MemoryFeature memories, Agents agents) {
    Rollout rollout = new Rollout(database, clock, databases, memories, agents);
    Map<LoadedSystem, List<SystemAgents.Agent>> read = new LinkedHashMap<>();
    for (LoadedSystem system : systems) {
      SystemDefinition definition = system.definition();
      if (definition != null && !system.isBroken()) {
        try {
          read.put(system, SystemAgents.read(definition, declarations));
        } catch (Fault.Invalid e) {
          system.broken(String.valueOf(e.getMessage()));
        }
      }
    }
    loading =
        Thread.ofVirtual()
            .name("systems")
            .start(() -> read.forEach((system, files) -> carryOut(rollout, system, files)));
  }

  private static void carryOut(
      Rollout rollout, LoadedSystem system, List<SystemAgents.Agent> agents) {
    SystemDefinition definition = system.definition();
    if (definition == null || Thread.currentThread().isInterrupted()) {
      return;
    }
    try {
      rollout.carryOut(definition, agents);
      system.check();
      system.ready(agents);
    } catch (Fault | StoreException e) {
      if (!Thread.currentThread().isInterrupted()) {
        LOG.log(Level.WARNING, "system {0} is not in force: {1}", system.name(), e.getMessage());
        system.broken(String.valueOf(e.getMessage()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "system " + system.name() + " could not be loaded", e);
      system.broken("it could not be loaded; the platform's log has why");
    }
  }

  /** What the banner says of each: its name, and what is wrong where something is. */
  public List<String> summary() {
    return systems.stream().map(LoadedSystem::summary).toList();
  }

  /**
   * Binds what tells of systems to the first, their own routes to the second: after the platform's
   * own, which they may not hide.
   */
  public void bind(Routes operating, Routes invoking, RouteMeans means) {
    new SystemRoutes(database, List.copyOf(systems), new SystemImport(databases)).bind(operating);
    OwnPaths paths = new OwnPaths(invoking);
    for (LoadedSystem system : systems) {
      SystemDefinition definition = system.definition();
      if (definition != null) {
        Optional<String> problem = paths.take(definition);
        problem.ifPresent(system::broken);
        if (problem.isEmpty()) {
          SystemEntrances entrances = new SystemEntrances(system, means);
          definition.routes().forEach(entry -> entrances.bind(invoking, entry));
        }
      }
    }
  }

  /** What is not done yet goes on at the next start. */
  @Override
  public void close() {
    if (loading != null) {
      loading.interrupt();
    }
  }
}
