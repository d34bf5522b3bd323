package dev.cadre.server;

import dev.cadre.fault.Fault;
import dev.cadre.telemetry.PlatformLog;
import java.io.IOException;
import java.io.PrintStream;
import java.net.BindException;
import java.nio.file.NoSuchFileException;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** {@code cadre up}. Exit codes: 0 stopped, 1 failed, 2 wrong use. */
public final class Main {
  private Main() {}

  public static void main(String[] args) throws InterruptedException {
    int code = run(args, System.getenv(), System.out, System.nanoTime());
    if (code != 0) {
      System.exit(code);
    }
  }

  private static int run(
      String[] args, Map<String, String> environment, PrintStream out, long begun)
      throws InterruptedException {
    Options options;
    Settings settings;
    try {
      options = Options.parse(args).withDefaults(environment);
      if (options.help()) {
        out.print(Options.HELP);
        return 0;
      }
      settings = Settings.read(options.config(), environment);
    } catch (Fault e) {
      return fail(e.getMessage(), 2);
    } catch (NoSuchFileException e) {
      return fail("--config '" + e.getFile() + "' is not there", 2);
    } catch (IOException e) {
      return fail("--config cannot be read: " + e.getMessage(), 2);
    }
    PlatformLog log = new PlatformLog(System.err, settings.log());
    if (options.train()) {
      return Training.run(settings, environment);
    }
    try {
      Server server = Server.start(options, settings, environment);
      CountDownLatch stopped = new CountDownLatch(1);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, out, stopped), "drain"));
      Banner.print(out, server.summary(), begun);
      stopped.await();
      return 0;
    } catch (Fault e) {
      return fail(e.getMessage(), 1);
    } catch (BindException e) {
      return fail(
          "port "
              + options.port()
              + " is taken by another program; stop it, or choose another with --port",
          1);
    } catch (IOException e) {
      return fail("the platform did not start: " + e, 1);
    } finally {
      log.close();
    }
  }

  private static void stop(Server server, PrintStream out, CountDownLatch stopped) {
    out.println("Stopping: invocations under way may end, sessions are kept ...");
    server.drain();
    out.println("Stopped.");
    stopped.countDown();
  }

  private static int fail(@org.jspecify.annotations.Nullable String message, int code) {
    System.err.println("cadre: " + message);
    return code;
  }
}
