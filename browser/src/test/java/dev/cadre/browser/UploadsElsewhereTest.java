package dev.cadre.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Files that a page puts into a bucket, past the platform: one that a stand-in keeps in memory. */
final class UploadsElsewhereTest extends Browsing {
  private final Map<String, byte[]> bucket = new ConcurrentHashMap<>();
  private final HttpServer server;

  UploadsElsewhereTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void down() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    if (exchange.getRequestMethod().equals("PUT")) {
      bucket.put(exchange.getRequestURI().getPath(), body);
    }
    exchange.getResponseHeaders().set("Access-Control-Allow-Origin", "*");
    exchange.getResponseHeaders().set("Access-Control-Allow-Methods", "PUT");
    exchange.getResponseHeaders().set("Access-Control-Allow-Headers", "*");
    exchange.sendResponseHeaders(200, -1);
    exchange.close();
  }

  @Test
  void a_file_goes_straight_to_the_bucket_and_nothing_goes_elsewhere() throws IOException {
    int port = server.getAddress().getPort();
    Path config = Files.createTempFile("cadre-browser", ".yaml");
    Files.writeString(
        config,
        "objects: {store: s3, bucket: files, endpoint: \"http://127.0.0.1:" + port + "\"}\n");
    Cadre there =
        Cadre.started(
            Map.of("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY", "secret"),
            "--config",
            config.toString());
    Cadre.Agent agent = there.agent("assistant", ASSISTANT);
    Page page = page();
    page.navigate(there.url("/console/chat/" + agent.id()));
    page.locator("cadre-composer input[type=file]")
        .setInputFiles(
            new FilePayload(
                "sales.csv", "text/csv", "region\nnorth\n".getBytes(StandardCharsets.UTF_8)));
    assertThat(page.locator(".files li")).containsText("sales.csv");
    assertThat(page.locator(".files .wait")).hasCount(0);
    assertThat(page.locator(".files .bad")).hasCount(0);
    assertThat(bucket.values())
        .singleElement()
        .isEqualTo("region\nnorth\n".getBytes(StandardCharsets.UTF_8));

    expecting("Refused to connect");
    expecting("Connecting to");
    expecting("Fetch API cannot load");
    assertThat(
            (String)
                page.evaluate(
                    "(url) => fetch(url).then(() => 'reached', (error) => error.name)",
                    "http://localhost:" + port + "/files/any"))
        .isEqualTo("TypeError");
  }
}
