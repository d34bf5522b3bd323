package dev.cadre.mcp;

import dev.cadre.http.Principal;
import dev.cadre.identity.Vault;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.InstantSource;

/**
 * One MCP server on a pair of streams: a message on a line, in both eras. Requests run at the same
 * time and are answered as they end; {@code notifications/cancelled} interrupts one, which is then
 * not answered.
 */
public final class McpStdio {
  static final int MAX_LINE = 6 * 1024 * 1024;

  /** How long requests under way may still run when the input has ended. */
  private static final Duration GRACE = Duration.ofSeconds(30);

  private final LegacyEra legacy;
  private final StatelessEra stateless;
  private final McpChanges changes;
  private final InstantSource clock;

  /**
   * @param changes where {@code server} says what changed
   * @param vault seals what a client carries between the rounds of a call
   */
  public McpStdio(McpServer server, McpChanges changes, Vault vault, InstantSource clock) {
    this.changes = changes;
    this.clock = clock;
    Watches watches = new Watches(server, changes);
    this.stateless = new StatelessEra(server, changes, watches, new RequestState(vault, clock));
    this.legacy = new LegacyEra(server, changes, watches, clock);
  }

  /**
   * Answers until {@code in} ends; what runs then has half a minute to end.
   *
   * @param out nothing else may write to it
   * @param principal in whose name all requests are
   */
  public void serve(InputStream in, OutputStream out, Principal principal)
      throws IOException, InterruptedException {
    StdioPeer peer = new StdioPeer(legacy, stateless, changes, clock, out, principal);
    try (BufferedInputStream buffered = new BufferedInputStream(in)) {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      while (readLine(buffered, line)) {
        if (line.size() > MAX_LINE) {
          peer.refuse(
              new RpcError(RpcError.PARSE, "a message has at most " + MAX_LINE + " bytes", null));
        } else {
          peer.take(line.toByteArray());
        }
        line.reset();
      }
    } finally {
      peer.end(GRACE);
    }
  }

  /** Adds the next line to {@code line}, one byte over the limit at most; false at the end. */
  private static boolean readLine(InputStream in, ByteArrayOutputStream line) throws IOException {
    int c = in.read();
    if (c < 0) {
      return false;
    }
    while (c >= 0 && c != '\n') {
      if (line.size() <= MAX_LINE) {
        line.write(c);
      }
      c = in.read();
    }
    return true;
  }
}
