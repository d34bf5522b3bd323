package dev.cadre.systems;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cadre.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** A platform with the systems of this folder, in a process of its own; one for all tests. */
final class Desk {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Duration READY_POLL = Duration.ofMillis(100);
  private static final Pattern UP = Pattern.compile("is up at (\\S+)");
  private static final String RUNTIME = "X-Amzn-Bedrock-AgentCore-Runtime-";

  private static final class Shared {
    static final Desk DESK = start();
  }

  private final Path state;
  private final URI url;
  private final HttpClient http = HttpClient.newHttpClient();

  private Desk(Path state, URI url) {
    this.state = state;
    this.url = url;
  }

  static Desk shared() {
    return Shared.DESK;
  }

  /** The folder of the systems, whether the tests run from it or from the one above. */
  static Path systems() {
    Path here = Path.of("").toAbsolutePath();
    return Files.isDirectory(here.resolve("support")) ? here : here.resolve("systems");
  }

  private static Desk start() {
    try {
      Path state = Files.createTempDirectory("cadre-systems");
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "--enable-native-access=ALL-UNNAMED",
                  "-cp",
                  System.getProperty("java.class.path"),
                  "dev.cadre.server.Main",
                  "--port",
                  "0",
                  "--state",
                  state.resolve("state").toString(),
                  "--systems",
                  systems().toString(),
                  "--no-warm")
              .redirectError(state.resolve("log").toFile())
              .start();
      Runtime.getRuntime().addShutdownHook(new Thread(() -> end(process, state)));
      Desk desk = new Desk(state.resolve("state"), url(process, state.resolve("log")));
      desk.awaitReady("support");
      return desk;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static URI url(Process process, Path log) throws IOException {
    BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      Matcher up = UP.matcher(line);
      if (up.find()) {
        return URI.create(up.group(1));
      }
    }
    throw new AssertionError("the platform did not start:\n" + Files.readString(log));
  }

  private void awaitReady(String system) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end) {
      JsonNode shown = get("/cadre/v1/systems/" + system);
      switch (shown.path("status").asString()) {
        case "READY" -> {
          return;
        }
        case "BROKEN" -> throw new AssertionError(shown.toPrettyString());
        default -> LockSupport.parkNanos(READY_POLL.toNanos());
      }
    }
    throw new AssertionError(system + " was not ready within " + PATIENCE);
  }

  private static void end(Process process, Path state) {
    process.destroy();
    try {
      process.waitFor(30, TimeUnit.SECONDS);
      try (Stream<Path> all = Files.walk(state)) {
        for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(path);
        }
      }
    } catch (IOException left) {
      // In the folder of temporary files.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  JsonNode get(String path) {
    return send(HttpRequest.newBuilder(url.resolve(path)).build());
  }

  /** One question in a session of its own: the agent's answer with all that led to it. */
  JsonNode ask(String agent, String person, String question) {
    return ask(agent, person, question, UUID.randomUUID().toString());
  }

  JsonNode ask(String agent, String person, String question, String session) {
    String arn = get("/cadre/v1/agents/" + agent).path("arn").asString();
    return send(
        HttpRequest.newBuilder(
                url.resolve("/runtimes/" + URLEncoder.encode(arn, UTF_8) + "/invocations"))
            .header("Content-Type", "application/json")
            .header("Accept", "application/json")
            .header(RUNTIME + "User-Id", person)
            .header(RUNTIME + "Session-Id", session)
            .POST(
                HttpRequest.BodyPublishers.ofByteArray(
                    Json.bytes(Json.object().put("prompt", question))))
            .build());
  }

  /** Posts a file. */
  JsonNode send(String path, Path file) {
    return send(posted(path, file));
  }

  /** What is said against a file. */
  JsonNode refused(String path, Path file) {
    HttpResponse<String> answer = answered(posted(path, file));
    if (answer.statusCode() != 400) {
      throw new AssertionError(path + ": " + answer.statusCode() + answer.body());
    }
    return Json.parse(answer.body());
  }

  private HttpRequest posted(String path, Path file) {
    try {
      return HttpRequest.newBuilder(url.resolve(path))
          .POST(HttpRequest.BodyPublishers.ofFile(file))
          .build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private JsonNode send(HttpRequest request) {
    HttpResponse<String> answer = answered(request);
    if (answer.statusCode() != 200) {
      throw new AssertionError(request.uri() + ": " + answer.statusCode() + answer.body());
    }
    return Json.parse(answer.body());
  }

  private HttpResponse<String> answered(HttpRequest request) {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Where the support desk's database is, for whoever administers the server. */
  String jdbc() {
    try {
      Path postgres = state.resolve("postgres");
      try (Stream<Path> files = Files.walk(postgres, 2)) {
        Path pid =
            files
                .filter(file -> file.getFileName().toString().equals("postmaster.pid"))
                .findFirst()
                .orElseThrow();
        String password = Files.readString(postgres.resolve("password")).strip();
        return "jdbc:postgresql://127.0.0.1:%s/cadre_support?user=cadre&password=%s"
            .formatted(Files.readAllLines(pid).get(3), password);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every value of every row, as text. */
  List<String> query(String sql, String... values) {
    try (Connection connection = DriverManager.getConnection(jdbc());
        PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setString(i + 1, values[i]);
      }
      List<String> found = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
            found.add(rows.getString(i));
          }
        }
      }
      return found;
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }
}
