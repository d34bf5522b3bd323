package dev.cadre.store;

import dev.cadre.fault.Fault;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * A PostgreSQL server of the platform's own: durable, on the loopback interface and a free port,
 * behind a random password, never as root, and gone when the platform is. A server that a killed
 * platform left behind is stopped by the next start.
 */
public final class EmbeddedPostgres implements AutoCloseable {
  private static final Logger LOG = System.getLogger(EmbeddedPostgres.class.getName());
  private static final Duration POLL = Duration.ofMillis(10);
  // The port was free a moment ago; somebody else may take it first.
  private static final int ATTEMPTS = 3;

  private final PostgresConfig config;
  private final PostgresProcess process;
  private final PostgresCluster cluster;
  private final BoundedLog log;
  private final Launch launch;
  private final int port;

  private EmbeddedPostgres(
      PostgresProcess process,
      PostgresCluster cluster,
      BoundedLog log,
      Launch launch,
      int port,
      PostgresConfig config) {
    this.process = process;
    this.cluster = cluster;
    this.log = log;
    this.launch = launch;
    this.port = port;
    this.config = config;
  }

  /**
   * Returns when the server takes connections. The first start on a folder also unpacks and creates
   * the cluster. Throws {@link Fault.Unavailable} with the server's last lines when it does not
   * start.
   */
  public static EmbeddedPostgres start(InstantSource clock, PostgresConfig config) {
    try {
      Folders.createPrivate(config.folder());
      return start(Launch.choose(config.folder()), clock, config);
    } catch (IOException e) {
      throw failed(e.toString());
    }
  }

  static EmbeddedPostgres start(Launch launch, InstantSource clock, PostgresConfig config)
      throws IOException {
    PostgresBinaries binaries = PostgresBinaries.in(config.binaries());
    BoundedLog log = new BoundedLog(config.folder().resolve("postgres.log"), config.logBytes());
    boolean started = false;
    try {
      PostgresCluster cluster = PostgresCluster.open(config, binaries, launch, log);
      stopOrphan(cluster.data(), config);
      String program = binaries.program("postgres");
      EmbeddedPostgres server = attempt(program, cluster, log, launch, clock, config);
      started = true;
      return server;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed("interrupted");
    } finally {
      if (!started) {
        log.close();
      }
    }
  }

  /** For {@link Database#open}. */
  public String url() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
  }

  public String user() {
    return PostgresCluster.USER;
  }

  public String password() {
    return cluster.password();
  }

  public long pid() {
    return process.pid();
  }

  /** How the server is kept from root and tied to the platform's life, for the banner. */
  public String isolation() {
    return launch.description();
  }

  /** Breaks off what clients still do, writes everything to disk, and waits for the end. */
  @Override
  public void close() {
    process.stop(config.stopLimit());
    try {
      log.close();
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "cannot close the log of PostgreSQL", e);
    }
  }

  private static EmbeddedPostgres attempt(
      String program,
      PostgresCluster cluster,
      BoundedLog log,
      Launch launch,
      InstantSource clock,
      PostgresConfig config)
      throws IOException, InterruptedException {
    for (int i = 0; i < ATTEMPTS; i++) {
      int port = freePort();
      List<String> command = launch.command(program, settings(cluster.data(), port, config));
      PostgresProcess process = PostgresProcess.start(command, log);
      if (becomesReady(process, cluster.data(), clock, config)) {
        return new EmbeddedPostgres(process, cluster, log, launch, port, config);
      }
    }
    throw failed(log.tail());
  }

  /** False when it exited; it says when it is ready in the file that pg_ctl too looks at. */
  private static boolean becomesReady(
      PostgresProcess process, Path data, InstantSource clock, PostgresConfig config)
      throws IOException, InterruptedException {
    Instant limit = clock.instant().plus(config.startLimit());
    while (clock.instant().isBefore(limit)) {
      Optional<PostmasterFile> file = PostmasterFile.read(data);
      if (file.filter(f -> f.pid() == process.pid() && f.ready()).isPresent()) {
        return true;
      }
      if (process.exitedWithin(POLL)) {
        return false;
      }
    }
    process.stop(config.stopLimit());
    throw failed("it was not ready within " + config.startLimit().toSeconds() + " s");
  }

  private static void stopOrphan(Path data, PostgresConfig config) throws IOException {
    Optional<PostmasterFile> file = PostmasterFile.read(data);
    if (file.isEmpty()) {
      return;
    }
    Optional<ProcessHandle> orphan = file.get().process(data);
    if (orphan.isPresent()) {
      LOG.log(Level.INFO, "stopping PostgreSQL {0}, left behind", Long.toString(file.get().pid()));
      PostgresProcess.stop(orphan.get(), config.stopLimit());
    } else if (ProcessHandle.of(file.get().pid()).isPresent()) {
      // Another process has the number now, and PostgreSQL would take it for itself. When nobody
      // has it, PostgreSQL removes the file, and first looks that no child of the old server lives.
      PostmasterFile.delete(data);
    }
  }

  private static List<String> settings(Path data, int port, PostgresConfig config) {
    return List.of(
        "-D", data.toString(),
        "-p", Integer.toString(port),
        "-c", "listen_addresses=127.0.0.1",
        "-c", "unix_socket_directories=",
        "-c", "max_connections=" + config.maxConnections(),
        "-c", "fsync=" + (config.fsync() ? "on" : "off"),
        "-c", "synchronous_commit=" + (config.fsync() ? "on" : "off"),
        // One node and no replica, so that the log need only recover a crash.
        "-c", "wal_level=minimal",
        "-c", "max_wal_senders=0",
        "-c", "max_wal_size=256MB",
        "-c", "shared_buffers=64MB",
        // Short statements: compiling them costs more than it saves.
        "-c", "jit=off",
        "-c", "io_method=sync",
        "-c", "timezone=UTC",
        "-c", "log_timezone=UTC",
        "-c", "log_checkpoints=off");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static Fault.Unavailable failed(String reason) {
    return new Fault.Unavailable(
        "the embedded PostgreSQL did not start; postgres.log in the state folder has more:\n"
            + reason);
  }
}
