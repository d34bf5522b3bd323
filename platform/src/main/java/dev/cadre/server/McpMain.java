package dev.cadre.server;

import dev.cadre.fault.Fault;
import dev.cadre.http.Principal;
import dev.cadre.telemetry.LogConfig;
import dev.cadre.telemetry.PlatformLog;
import dev.cadre.toolkit.Toolkit;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.BindException;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** {@code cadre mcp}. Exit codes: 0 stopped, 1 failed, 2 wrong use. */
public final class McpMain {
  private McpMain() {}

  public static void main(String[] args) throws InterruptedException {
    InputStream in = System.in;
    PrintStream out = System.out;
    // Over stdio the output is the protocol's alone; a library that prints must not break it.
    System.setOut(System.err);
    int code = run(args, System.getenv(), in, out);
    System.exit(code);
  }

  static int run(String[] args, Map<String, String> environment, InputStream in, PrintStream out)
      throws InterruptedException {
    McpOptions options;
    Toolkit.Kind kind;
    Toolkit.Plan plan;
    try {
      options = McpOptions.parse(args);
      if (options.help() || options.name() == null) {
        out.print(McpOptions.usage());
        return 0;
      }
      kind = Toolkit.find(options.name());
      plan = options.plan(kind, environment);
    } catch (Fault e) {
      return fail(e.getMessage() + "\nSee cadre mcp --help", 2);
    }
    // Open to the end: what fails while the server closes is worth a line too.
    var _ = new PlatformLog(System.err, LogConfig.DEFAULTS);
    try {
      LoneServer server = LoneServer.open(kind, plan);
      Runtime.getRuntime().addShutdownHook(new Thread(server::close, "stop"));
      if (options.stdio()) {
        server.stdio().serve(in, out, Principal.ANONYMOUS);
      } else {
        serve(server, options, environment, out);
      }
      return 0;
    } catch (Fault e) {
      return fail(e.getMessage(), 1);
    } catch (BindException e) {
      return fail(
          "port " + options.port() + " is taken by another program; choose another with --port", 1);
    } catch (IOException e) {
      return fail("the server did not start: " + e, 1);
    }
  }

  /** Until the process is told to stop. */
  private static void serve(
      LoneServer server, McpOptions options, Map<String, String> environment, PrintStream out)
      throws IOException, InterruptedException {
    out.println(
        options.name()
            + " is an MCP server at "
            + server.http(options.host(), options.port(), environment.get("CADRE_MCP_TOKEN"))
            + "; health at /health");
    out.flush();
    new CountDownLatch(1).await();
  }

  private static int fail(@Nullable String message, int code) {
    System.err.println("cadre: " + message);
    return code;
  }
}
