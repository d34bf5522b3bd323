package dev.cadre.server;

import dev.cadre.fault.Fault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the command line says; it goes before the configuration file.
 *
 * @param port 0 picks a free one
 * @param database a JDBC URL or {@code postgresql://user:password@host/name}; null for the embedded
 *     server
 * @param config the configuration file, or null for the defaults
 * @param systems the folder whose systems are loaded, or null for none
 * @param warm false keeps no started workers ready
 * @param train true makes the AOT cache: starts, calls itself and ends
 */
record Options(
    String host,
    int port,
    Path state,
    @Nullable String database,
    @Nullable Path config,
    @Nullable Path systems,
    boolean authRequired,
    boolean warm,
    boolean sandbox,
    boolean train,
    boolean help) {
  static final int DEFAULT_PORT = 7070;

  /** What {@code --systems none} reads as until the defaults are filled in. */
  private static final Path NO_SYSTEMS = Path.of("none");

  static final String HELP =
      """
      Usage: cadre up [OPTION...]

      Starts the platform: the AgentCore API, its database, and the agents deployed to it.

        --port N            where to listen (default 7070; 0 picks a free port)
        --host ADDRESS      the address to bind (default 127.0.0.1); off loopback needs --auth required
        --state FOLDER      where everything is kept (default .cadre); deleting it is a clean slate
        --database-url URL  a PostgreSQL of your own in place of the embedded one:
                            postgresql://USER:PASSWORD@HOST:PORT/NAME (or set CADRE_DATABASE_URL)
        --auth required     every caller signs (SigV4) or brings a token; keys: cadre keys create
        --config FILE       limits, telemetry, token issuer (YAML)
        --systems FOLDER    load every system in FOLDER (default: systems beside the program); none for none
        --no-warm           start a worker only when a session needs it
        --no-sandbox        run agents as plain processes, for debugging them
        --help              this

      Example: cadre up --port 8000 --state /var/lib/cadre
      """;

  private static final List<String> KNOWN =
      List.of(
          "--port",
          "--host",
          "--state",
          "--database-url",
          "--auth",
          "--config",
          "--systems",
          "--no-warm",
          "--no-sandbox",
          "--help");

  static Options parse(String[] args) {
    Reading reading = new Reading();
    Arguments rest = new Arguments(args, "cadre up --help");
    while (rest.more()) {
      reading.take(rest.next(), rest);
    }
    return reading.done();
  }

  /**
   * What the environment says, where the command line says nothing: the database, as a password
   * should not stand in a process list, and the systems that are beside the program.
   */
  Options withDefaults(Map<String, String> environment) {
    String fromEnvironment = database == null ? environment.get("CADRE_DATABASE_URL") : database;
    Path beside = systems == null ? beside(environment.get("CADRE_HOME")) : systems;
    return new Options(
        host,
        port,
        state,
        fromEnvironment,
        config,
        NO_SYSTEMS.equals(beside) ? null : beside,
        authRequired,
        warm,
        sandbox,
        train,
        help);
  }

  private static @Nullable Path beside(@Nullable String home) {
    Path folder = home == null ? null : Path.of(home, "systems");
    return folder != null && Files.isDirectory(folder) ? folder : null;
  }

  /** The options read so far, over their defaults. */
  private static final class Reading {
    private String host = "127.0.0.1";
    private int port = DEFAULT_PORT;
    private Path state = Path.of(".cadre");
    private @Nullable String database;
    private @Nullable Path config;
    private @Nullable Path systems;
    private boolean authRequired;
    private boolean warm = true;
    private boolean sandbox = true;
    private boolean train;
    private boolean help;

    void take(String arg, Arguments rest) {
      switch (arg) {
        case "--port" -> port = rest.port(arg);
        case "--host" -> host = rest.value(arg);
        case "--state" -> state = Path.of(rest.value(arg));
        case "--database-url" -> database = rest.value(arg);
        case "--config" -> config = Path.of(rest.value(arg));
        case "--systems" -> systems = Path.of(rest.value(arg));
        case "--auth" -> authRequired = required(rest.value(arg));
        case "--no-warm" -> warm = false;
        case "--no-sandbox" -> sandbox = false;
        case "--train" -> train = true;
        case "--help", "-h" -> help = true;
        default ->
            throw new Fault.Invalid(
                "'" + arg + "' is no option of up; there are " + String.join(", ", KNOWN));
      }
    }

    Options done() {
      return new Options(
          host, port, state, database, config, systems, authRequired, warm, sandbox, train, help);
    }
  }

  private static boolean required(String text) {
    return switch (text) {
      case "required" -> true;
      case "dev" -> false;
      default -> throw new Fault.Invalid("--auth '" + text + "' must be 'required' or 'dev'");
    };
  }
}
