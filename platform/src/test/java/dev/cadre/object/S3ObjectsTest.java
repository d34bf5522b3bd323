package dev.cadre.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.cadre.fault.Fault;
import dev.cadre.id.IdSource;
import dev.cadre.store.TestDatabase;
import dev.cadre.toolkit.Toolkit;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Uploads in a bucket that a stand-in keeps in memory; it minds If-None-Match, and no signature.
 */
class S3ObjectsTest {
  private static final URI OWN = URI.create("http://127.0.0.1:7070/");
  private static final byte[] CSV = "n,m\n1,2\n".getBytes(StandardCharsets.UTF_8);

  private final Map<String, byte[]> bucket = new ConcurrentHashMap<>();
  private final HttpClient http = HttpClient.newHttpClient();
  private TestDatabase db;
  private HttpServer server;
  private S3Objects objects;
  private Uploads uploads;

  @BeforeEach
  void up() throws IOException {
    System.setProperty("aws.accessKeyId", "AKIDEXAMPLE");
    System.setProperty("aws.secretAccessKey", "secret");
    db = TestDatabase.fresh();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    ObjectsConfig config =
        new ObjectsConfig(
            ObjectsConfig.Place.S3,
            "files",
            "us-east-1",
            URI.create("http://127.0.0.1:" + server.getAddress().getPort()),
            1_000,
            Duration.ofDays(7),
            Duration.ofHours(1),
            10,
            10_000);
    InstantSource clock = InstantSource.system();
    objects = new S3Objects(clock, config);
    uploads =
        new Uploads(
            new UploadStore(db.database(), config),
            objects,
            new Judgement(Toolkit.uploadJudge()),
            new IdSource(new SecureRandom()),
            clock,
            config);
  }

  @AfterEach
  void down() {
    objects.close();
    server.stop(0);
    http.close();
    db.close();
    System.clearProperty("aws.accessKeyId");
    System.clearProperty("aws.secretAccessKey");
  }

  private void answer(HttpExchange exchange) throws IOException {
    String key = exchange.getRequestURI().getPath();
    byte[] content = bucket.get(key);
    byte[] body = exchange.getRequestBody().readAllBytes();
    int status =
        switch (exchange.getRequestMethod()) {
          case "PUT" -> {
            boolean first = "*".equals(exchange.getRequestHeaders().getFirst("If-None-Match"));
            if (first && content != null) {
              yield 412;
            }
            bucket.put(key, body);
            yield 200;
          }
          case "DELETE" -> {
            bucket.remove(key);
            yield 204;
          }
          default -> content == null ? 404 : 200;
        };
    boolean shown = status == 200 && content != null;
    if (shown && exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().set("Content-Length", Integer.toString(content.length));
      exchange.sendResponseHeaders(status, -1);
    } else if (shown && exchange.getRequestMethod().equals("GET")) {
      exchange.sendResponseHeaders(status, content.length);
      exchange.getResponseBody().write(content);
    } else {
      exchange.sendResponseHeaders(status, -1);
    }
    exchange.close();
  }

  private int put(Uploads.Offer offer, byte[] content) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(offer.url()).PUT(HttpRequest.BodyPublishers.ofByteArray(content));
    offer.headers().forEach(request::header);
    return http.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  @Test
  void a_file_goes_to_the_bucket_once_and_is_looked_at_when_it_is_used() throws Exception {
    Uploads.Offer offer = uploads.offer("ada", "a.csv", "text/csv", OWN);
    assertThat(offer.url().getPath()).isEqualTo("/files/" + offer.upload().key());
    assertThat(offer.url().getQuery()).contains("X-Amz-Expires=").contains("if-none-match");
    String uri = offer.upload().uri();
    assertThatThrownBy(() -> uploads.find(uri, "ada"))
        .isInstanceOf(Fault.NotFound.class)
        .hasMessageContaining("was not sent yet");
    assertThat(put(offer, CSV)).isEqualTo(200);
    assertThat(put(offer, "x".getBytes(StandardCharsets.UTF_8))).isEqualTo(412);
    Upload stored = uploads.find(uri, "ada");
    assertThat(stored.bytes()).isEqualTo(CSV.length);
    assertThat(uploads.bytes(stored)).isEqualTo(CSV);
    assertThatThrownBy(() -> uploads.find(uri, "eve")).isInstanceOf(Fault.NotFound.class);
    uploads.forget("ada");
    assertThat(bucket).isEmpty();
  }

  @Test
  void a_lie_about_its_type_is_found_at_its_first_use_and_removed() throws Exception {
    Uploads.Offer offer = uploads.offer("ada", "a.png", "image/png", OWN);
    put(offer, CSV);
    assertThatThrownBy(() -> uploads.find(offer.upload().uri(), "ada"))
        .isInstanceOf(Fault.Invalid.class)
        .hasMessageContaining("was said to be image/png");
    assertThat(bucket).isEmpty();
    Uploads.Offer large = uploads.offer("ada", "b.csv", "text/csv", OWN);
    put(large, new byte[1_001]);
    assertThatThrownBy(() -> uploads.find(large.upload().uri(), "ada"))
        .isInstanceOf(Fault.Invalid.class)
        .hasMessageContaining("it may have 1000");
    assertThat(bucket).isEmpty();
  }

  @Test
  void what_came_in_another_request_is_kept_there_too() throws Exception {
    Upload kept = uploads.store("ada", "a.csv", "text/csv", CSV);
    assertThat(uploads.bytes(uploads.find(kept.uri(), "ada"))).isEqualTo(CSV);
    assertThat(objects.getUrl(kept, OWN, kept.expiresAt()).getQuery())
        .contains("response-content-type=text/csv");
  }

  @Test
  void files_are_put_where_it_says_that_they_are() {
    Uploads.Offer offer = uploads.offer("ada", "a.csv", "text/csv", OWN);
    assertThat(objects.origin()).contains(offer.url().resolve("/"));
    ObjectsConfig defaults = ObjectsConfig.defaults();
    ObjectsConfig aws =
        new ObjectsConfig(
            ObjectsConfig.Place.S3,
            "files",
            "eu-west-1",
            null,
            defaults.maxBytes(),
            defaults.keep(),
            defaults.urlTime(),
            defaults.maxFiles(),
            defaults.maxTotalBytes());
    try (S3Objects there = new S3Objects(InstantSource.system(), aws)) {
      assertThat(there.origin()).contains(URI.create("https://files.s3.eu-west-1.amazonaws.com/"));
    }
  }
}
