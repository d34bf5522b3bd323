package dev.cadre.telemetry;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * The platform's own log: JSON lines. What is logged by {@link System.Logger}, SLF4J and {@code
 * java.util.logging} all comes here.
 */
public final class PlatformLog implements AutoCloseable {
  // java.util.logging forgets a logger, and its level, that nobody holds.
  private final List<Logger> held = new ArrayList<>();

  /** From now on the log of this JVM goes to {@code to}, until it is closed. */
  public PlatformLog(OutputStream to, LogConfig config) {
    LogManager.getLogManager().reset();
    Logger root = Logger.getLogger("");
    root.setLevel(config.level().level());
    root.addHandler(new Lines(to));
    config
        .levels()
        .forEach(
            (name, level) -> {
              Logger logger = Logger.getLogger(name);
              logger.setLevel(level.level());
              held.add(logger);
            });
  }

  /** Logs no more. */
  @Override
  public void close() {
    LogManager.getLogManager().reset();
    held.clear();
  }

  /** Writes each record at once, so that the last one before a crash is there. */
  private static final class Lines extends Handler {
    private final OutputStream to;

    Lines(OutputStream to) {
      this.to = to;
      setFormatter(new JsonFormatter());
      setLevel(Level.ALL);
    }

    @Override
    public void publish(LogRecord entry) {
      if (!isLoggable(entry)) {
        return;
      }
      byte[] line = getFormatter().format(entry).getBytes(UTF_8);
      synchronized (to) {
        try {
          to.write(line);
          to.flush();
        } catch (IOException e) {
          // Standard error is gone, and there is nowhere left to say so.
        }
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
