package dev.cadre.bench;

import dev.cadre.embedding.Embedder;
import dev.cadre.harness.Transcripts;
import dev.cadre.http.Authenticator;
import dev.cadre.http.HttpConfig;
import dev.cadre.http.HttpServer;
import dev.cadre.http.Principal;
import dev.cadre.id.IdSource;
import dev.cadre.json.Json;
import dev.cadre.memory.MemoryConfig;
import dev.cadre.memory.MemoryFeature;
import dev.cadre.store.Database;
import dev.cadre.store.EmbeddedPostgres;
import dev.cadre.store.Migrations;
import dev.cadre.store.PostgresConfig;
import dev.cadre.telemetry.Metrics;
import dev.cadre.time.SystemTimer;
import io.opentelemetry.api.OpenTelemetry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The memory feature behind its own port on a durable database of its own, which is gone with it:
 * as the platform has it, without the rest.
 */
final class MemoryPlatform implements AutoCloseable {
  private static final int CONNECTIONS = 32;
  private static final int BATCH = 100;

  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final Path folder;
  private final Database database;
  private final Target target;

  private MemoryPlatform(Embedder embedder) throws IOException {
    folder = Files.createTempDirectory("cadre-bench");
    opened.push(() -> delete(folder));
    InstantSource clock = InstantSource.system();
    EmbeddedPostgres postgres = EmbeddedPostgres.start(clock, PostgresConfig.in(folder));
    opened.push(postgres);
    database = Database.open(postgres.url(), postgres.user(), postgres.password(), CONNECTIONS);
    opened.push(database);
    Migrations.migrate(database);
    SystemTimer timer = new SystemTimer();
    opened.push(timer);
    Metrics metrics = new Metrics();
    MemoryFeature memory =
        new MemoryFeature(
            database,
            clock,
            timer,
            new IdSource(new SecureRandom()),
            metrics,
            embedder,
            MemoryFeature.plainExtractor(),
            List.of(new Transcripts(database)),
            MemoryConfig.defaults("us-east-1", "000000000000"));
    opened.push(memory);
    HttpServer server = new HttpServer(HttpConfig.defaults("127.0.0.1", 0));
    opened.push(server);
    URI url = server.bind();
    server.start(
        routes -> memory.bind(routes, routes, routes),
        (_, _) -> Authenticator.Grant.of(Principal.ANONYMOUS),
        OpenTelemetry.noop().getTracer("bench"),
        metrics.registry());
    memory.start();
    target = new Target("memory", url.getHost(), url.getPort(), "");
  }

  static MemoryPlatform start(Embedder embedder) throws IOException {
    return new MemoryPlatform(embedder);
  }

  Target target() {
    return target;
  }

  Database database() {
    return database;
  }

  /** A new memory's id. */
  String create(String name, ObjectNode... strategies) throws IOException {
    ObjectNode body = Json.object().put("name", name).put("eventExpiryDuration", 30);
    ArrayNode list = body.putArray("memoryStrategies");
    List.of(strategies).forEach(list::add);
    return post("/memories/create", body).path("memory").path("id").asString();
  }

  /** Makes records of the texts; their ids, in the same order. */
  List<String> add(String memory, String namespace, List<String> texts) throws IOException {
    List<String> ids = new ArrayList<>();
    for (int from = 0; from < texts.size(); from += BATCH) {
      ObjectNode body = Json.object();
      ArrayNode records = body.putArray("records");
      for (String text : texts.subList(from, Math.min(texts.size(), from + BATCH))) {
        ObjectNode record =
            records.addObject().put("requestIdentifier", "r").put("timestamp", 1_700_000_000);
        record.putArray("namespaces").add(namespace);
        record.putObject("content").put("text", text);
      }
      post("/memories/" + memory + "/memoryRecords/batchCreate", body)
          .path("successfulRecords")
          .forEach(made -> ids.add(made.path("memoryRecordId").asString()));
    }
    return ids;
  }

  static byte[] search(Target target, String memory, String namespace, String question, int top) {
    ObjectNode body = Json.object().put("namespace", namespace).put("maxResults", top);
    body.putObject("searchCriteria").put("searchQuery", question).put("topK", top);
    return AgentRequests.post(target, "/memories/" + memory + "/retrieve", Json.text(body));
  }

  JsonNode post(String path, ObjectNode body) throws IOException {
    try (Wire wire = new Wire(target)) {
      byte[] request = AgentRequests.post(target, path, Json.text(body));
      Wire.Answer answer = wire.exchange(request);
      if (answer.status() / 100 != 2) {
        throw new IOException(path + " gave " + answer.body());
      }
      return Json.parse(answer.body());
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  @Override
  public void close() throws IOException {
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (IOException e) {
        throw e;
      } catch (Exception e) {
        throw new IOException("the benchmark's platform did not close", e);
      }
    }
  }
}
