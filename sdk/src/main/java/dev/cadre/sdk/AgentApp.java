package dev.cadre.sdk;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An agent behind the AgentCore contract.
 *
 * <pre>{@code
 * void main(String[] args) throws Exception {
 *   AgentApp.create()
 *       .entrypoint((payload, context) -> Map.of("message", payload.text("prompt", "")))
 *       .run(args);
 * }
 * }</pre>
 *
 * <p>Set it up on one thread, then run it once.
 */
public final class AgentApp {
  private static final int PORT = 8080;

  private final Health health;
  private final Limits limits;
  private @Nullable Entrypoint entrypoint;
  private @Nullable WebSocketHandler sockets;

  AgentApp(InstantSource clock, Limits limits) {
    this.health = new Health(clock);
    this.limits = limits;
  }

  /** An agent that has no entrypoint yet. */
  public static AgentApp create() {
    return new AgentApp(InstantSource.system(), Limits.standard());
  }

  /** What answers {@code POST /invocations}. Without one, they get status 500. */
  public AgentApp entrypoint(Entrypoint chosen) {
    this.entrypoint = chosen;
    return this;
  }

  /** What serves {@code /ws}. Without one, it is 426. */
  public AgentApp webSocket(WebSocketHandler chosen) {
    this.sockets = chosen;
    return this;
  }

  /** What {@code /ping} says, in place of the open tasks. It is asked about every two seconds. */
  public AgentApp ping(Supplier<PingStatus> chosen) {
    health.ask(chosen);
    return this;
  }

  /** Begins work that outlives its request: {@code /ping} says HealthyBusy until it is closed. */
  public AsyncTask asyncTask(String name) {
    return health.begin(name);
  }

  /**
   * Serves until SIGTERM, on 0.0.0.0:8080 or where the environment's HOST and PORT say; or, with
   * {@code --local-test PAYLOAD}, answers that payload on standard output and exits with 0 or 1.
   * Returns only by an exception.
   *
   * @throws IOException when the port can't be had
   */
  public void run(String... args) throws IOException {
    if (args.length == 2 && args[0].equals("--local-test")) {
      System.exit(localTest(args[1]));
    }
    if (args.length > 0) {
      System.err.println("usage: [--local-test JSON]; HOST and PORT say where to listen");
      System.exit(2);
    }
    String host = System.getenv("HOST");
    InetSocketAddress address =
        host == null || host.isEmpty()
            ? new InetSocketAddress(port(System.getenv("PORT")))
            : new InetSocketAddress(host, port(System.getenv("PORT")));
    Listener listener = Listener.bind(address, contract(), limits);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(listener), "stop"));
    System.out.println("agent listening on port " + listener.port());
    listener.accept();
  }

  /**
   * Serves on the loopback interface and returns at once: for tests.
   *
   * @param port 0 takes a free one
   * @throws IOException when the port can't be had
   */
  public RunningAgent start(int port) throws IOException {
    InetSocketAddress loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    Listener listener = Listener.bind(loopback, contract(), limits);
    listener.start();
    return listener;
  }

  int localTest(String json) {
    return new LocalTest(chosenEntrypoint(), health, System.out).run(json);
  }

  private Contract contract() {
    return new Contract(health, new Invocations(chosenEntrypoint(), health), sockets);
  }

  private Entrypoint chosenEntrypoint() {
    Entrypoint chosen = entrypoint;
    return chosen == null ? AgentApp::noEntrypoint : chosen;
  }

  private static @Nullable Object noEntrypoint(Payload payload, RequestContext context) {
    throw new Refusal(500, "No entrypoint defined");
  }

  private static int port(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      return PORT;
    }
    try {
      int port = Integer.parseInt(text);
      if (port >= 0 && port <= 65_535) {
        return port;
      }
    } catch (NumberFormatException notANumber) {
      // Said below, as for a number out of range.
    }
    throw new IllegalArgumentException("PORT is 0 to 65535, not '" + text + "'");
  }

  private static void stop(Listener listener) {
    listener.close();
    Rehearsal.ifTraining();
  }
}
