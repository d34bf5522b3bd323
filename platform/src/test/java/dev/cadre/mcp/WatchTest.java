package dev.cadre.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cadre.credential.Outbound;
import dev.cadre.json.Json;
import dev.cadre.mcp.McpChanges.Change;
import dev.cadre.mcp.McpServer.Watch;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.node.ObjectNode;

/** Changes of resources, from the server that has them to the client that wants to know. */
final class WatchTest {
  private static final String URI = "test://watched-resource";
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final List<AutoCloseable> opened = new ArrayList<>();

  private <T extends AutoCloseable> T opened(T part) {
    opened.addFirst(part);
    return part;
  }

  @AfterEach
  void end() throws Exception {
    for (AutoCloseable part : opened) {
      part.close();
    }
    http.shutdownNow();
  }

  private RemoteServer remote(ConformanceServer server) {
    return new RemoteServer("r", http, server.url(), Outbound.NONE, LIMIT);
  }

  private static void told(BlockingQueue<String> heard) throws InterruptedException {
    assertThat(heard.poll(LIMIT.toSeconds(), TimeUnit.SECONDS)).isEqualTo("changed");
  }

  @ParameterizedTest
  @EnumSource(
      value = McpVersion.class,
      names = {"V2025_11_25", "V2026_07_28"})
  void a_change_at_a_server_of_either_era_reaches_a_client_of_the_server_before_it(
      McpVersion version) throws Exception {
    ConformanceServer back = opened(new ConformanceServer(new EverythingServer(), 0, version));
    ConformanceServer front = opened(new ConformanceServer(remote(back), 0));
    McpListening listening = opened(new McpClient(http, front.url(), Outbound.NONE).listen(URI));

    back.changes.announce(new Change.Resource("test://other"));
    back.changes.announce(new Change.Resource(URI));

    ObjectNode told = listening.next().orElseThrow();
    while (told.path("method").asString().endsWith("acknowledged")) {
      told = listening.next().orElseThrow();
    }
    assertThat(told.path("method").asString()).isEqualTo("notifications/resources/updated");
    assertThat(told.path("params").path("uri").asString()).isEqualTo(URI);
  }

  @Test
  void a_watch_that_is_closed_tells_nothing_more() throws Exception {
    ConformanceServer back = opened(new ConformanceServer(new EverythingServer(), 0));
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    Watch closed = remote(back).watch(URI, () -> heard.add("closed"));
    Watch open = opened(remote(back).watch(URI, () -> heard.add("changed")));
    closed.close();

    back.changes.announce(new Change.Resource(URI));

    told(heard);
    assertThat(heard).isEmpty();
    assertThat(open.stale()).isFalse();
  }

  @Test
  void what_is_not_offered_is_refused_at_once() throws IOException {
    ConformanceServer deaf =
        opened(new ConformanceServer(new Counting(), 0, McpVersion.V2025_11_25));

    assertThatThrownBy(() -> remote(deaf).watch(URI, () -> {}))
        .isInstanceOf(RpcError.class)
        .hasMessageContaining("resources/subscribe");
  }

  /** Counts who watches what, and has no features of its own. */
  private static final class Counting implements McpServer {
    private final List<String> begun = new ArrayList<>();
    private final List<String> ended = new ArrayList<>();
    private boolean moved;

    @Override
    public About about() {
      return new About("counting", "1", null);
    }

    @Override
    public Set<Feature> features() {
      return Set.of(Feature.TOOLS);
    }

    @Override
    public List<ObjectNode> tools(McpCall call) {
      return List.of();
    }

    @Override
    public ObjectNode callTool(String name, ObjectNode arguments, McpCall call) {
      return Json.object();
    }

    @Override
    public synchronized Watch watch(String uri, Runnable changed) {
      if (uri.equals("gone")) {
        throw new Unknown("resource " + uri);
      }
      begun.add(uri);
      boolean atBegin = moved;
      notifyAll();
      return new Watch() {
        @Override
        public boolean stale() {
          return moved != atBegin;
        }

        @Override
        public void close() {
          ended.add(uri);
        }
      };
    }

    synchronized void awaitBegun(int count) throws InterruptedException {
      while (begun.size() < count) {
        wait(LIMIT.toMillis());
      }
    }
  }

  @Test
  void however_many_want_a_resource_it_is_watched_once() throws Exception {
    Counting server = new Counting();
    Watches watches = new Watches(server, new McpChanges());

    Watch one = watches.open("a");
    Watch two = watches.open("a");
    one.close();
    one.close();
    assertThat(server.ended).isEmpty();
    two.close();

    assertThat(server.begun).containsExactly("a");
    assertThat(server.ended).containsExactly("a");
    assertThatThrownBy(() -> watches.open("gone")).hasMessageContaining("there is no resource");
  }

  @Test
  void a_resource_that_moved_is_watched_where_it_is_now() throws Exception {
    Counting server = new Counting();
    McpChanges changes = new McpChanges();
    Watches watches = new Watches(server, changes);
    opened(watches.open("a"));

    changes.announce(new Change.Resources());
    server.moved = true;
    changes.announce(new Change.Resources());
    server.awaitBegun(2);

    assertThat(server.begun).containsExactly("a", "a");
  }
}
