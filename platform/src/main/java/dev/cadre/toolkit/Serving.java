package dev.cadre.toolkit;

import dev.cadre.tool.Tool;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An open server.
 *
 * @param about what it is for, for a model
 * @param probe whether it can do its work this moment
 * @param resources closed with it
 */
public record Serving(String about, List<Tool> tools, Probe probe, AutoCloseable resources)
    implements AutoCloseable {
  public Serving {
    tools = List.copyOf(tools);
  }

  /** A server that holds nothing open and needs nothing from elsewhere. */
  public static Serving of(String about, List<Tool> tools) {
    return new Serving(about, tools, () -> null, () -> {});
  }

  /** Asks what the server depends on. */
  @FunctionalInterface
  public interface Probe {
    /** Null when all is well, else what is wrong. Blocks; interruption ends it. */
    @Nullable String trouble() throws InterruptedException;
  }

  @Override
  public void close() {
    try {
      resources.close();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("a server's resources did not close", e);
    }
  }
}
