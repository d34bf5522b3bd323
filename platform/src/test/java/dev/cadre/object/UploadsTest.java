package dev.cadre.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cadre.fault.Fault;
import dev.cadre.http.FakeExchange;
import dev.cadre.http.Handler;
import dev.cadre.http.Principal;
import dev.cadre.http.Routes;
import dev.cadre.id.IdSource;
import dev.cadre.identity.Vault;
import dev.cadre.json.Json;
import dev.cadre.store.TestDatabase;
import dev.cadre.time.Timer;
import dev.cadre.toolkit.Toolkit;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class UploadsTest {
  private static final URI OWN = URI.create("http://127.0.0.1:7070/");
  private static final Principal ADA = person("ada");
  private static final byte[] CSV = "city,people\nOslo,700000\n".getBytes(StandardCharsets.UTF_8);
  private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0, 0, 0, 13};

  private static TestDatabase db;

  @TempDir private Path folder;
  private final Map<String, Handler> routes = new HashMap<>();
  private final List<Runnable> periodic = new ArrayList<>();
  private Instant now = Instant.parse("2026-03-01T12:00:00Z");
  private ObjectFeature objects;

  @BeforeAll
  static void open() {
    db = TestDatabase.fresh();
  }

  @AfterAll
  static void shut() {
    db.close();
  }

  @BeforeEach
  void up() throws IOException {
    db.database().update("delete from object_upload");
    start(ObjectsConfig.defaults());
  }

  @AfterEach
  void down() {
    objects.close();
  }

  private void start(ObjectsConfig config) throws IOException {
    SecureRandom random = new SecureRandom();
    objects =
        new ObjectFeature(
            db.database(),
            Vault.transientOne(random),
            (InstantSource) () -> now,
            new ByHand(),
            new IdSource(random),
            Toolkit.uploadJudge(),
            folder,
            OWN,
            config);
    routes.clear();
    objects.bind(new Bound(), new Bound());
    objects.start();
  }

  private static ObjectsConfig limits(int files, long total) {
    ObjectsConfig all = ObjectsConfig.defaults();
    return new ObjectsConfig(
        all.place(), "", all.region(), null, 1_000, all.keep(), all.urlTime(), files, total);
  }

  private final class ByHand implements Timer {
    @Override
    public Cancellable after(Duration delay, Runnable work) {
      throw new AssertionError("nothing is late here");
    }

    @Override
    public Cancellable every(Duration period, Runnable work) {
      periodic.add(work);
      return () -> periodic.remove(work);
    }
  }

  private final class Bound implements Routes {
    @Override
    public Routes add(String method, String pattern, Handler handler) {
      routes.put(method + " " + pattern, handler);
      return this;
    }

    @Override
    public Routes requiring(String scope) {
      return this;
    }

    @Override
    public Routes aws(String service, String operation, dev.cadre.http.Operation handler) {
      throw new AssertionError("uploads are no operation of AWS");
    }
  }

  private static Principal person(String name) {
    return new Principal(name, Principal.Kind.JWT, Set.of("invoke"));
  }

  private JsonNode offer(Principal by, String name, String type) throws Exception {
    FakeExchange exchange =
        new FakeExchange()
            .by(by)
            .body(Json.text(Json.object().put("fileName", name).put("fileType", type)));
    routes.get("POST /cadre/v1/uploads").handle(exchange);
    return Json.parse(exchange.text());
  }

  /** A request to one upload, under its URL or only its path. */
  private FakeExchange at(String url) {
    URI uri = URI.create(url);
    String[] path = uri.getPath().split("/", -1);
    FakeExchange exchange =
        new FakeExchange()
            .variable("person", path[4])
            .variable("id", path[5])
            .variable("name", path[6]);
    if (uri.getQuery() != null) {
      for (String parameter : uri.getQuery().split("&", -1)) {
        exchange.with(
            parameter.substring(0, parameter.indexOf('=')),
            parameter.substring(parameter.indexOf('=') + 1));
      }
    }
    return exchange;
  }

  private FakeExchange put(String url, String type, byte[] content) throws Exception {
    FakeExchange exchange = at(url).sending("content-type", type).body(content);
    routes.get("PUT /cadre/v1/uploads/{person}/{id}/{name}").handle(exchange);
    return exchange;
  }

  private FakeExchange get(String url, Principal by) throws Exception {
    FakeExchange exchange = at(url).by(by);
    routes.get("GET /cadre/v1/uploads/{person}/{id}/{name}").handle(exchange);
    return exchange;
  }

  private String sent(Principal by, String name, String type, byte[] content) throws Exception {
    JsonNode offer = offer(by, name, type);
    put(offer.path("uploadUrl").asString(), type, content);
    return offer.path("uri").asString();
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  @Test
  void a_file_is_put_once_and_read_by_its_owner() throws Exception {
    JsonNode offer = offer(ADA, "Größen 2026.csv", "text/csv");
    assertThat(offer.path("expiresIn").asInt()).isEqualTo(3600);
    assertThat(offer.path("uri").asString())
        .isEqualTo("s3://" + offer.path("key").asString())
        .matches("s3://uploads/ada/\\w{22}/Gr_en_2026\\.csv");
    FakeExchange answer = put(offer.path("uploadUrl").asString(), "text/csv; charset=utf-8", CSV);
    assertThat(Json.parse(answer.text()).path("bytes").asInt()).isEqualTo(CSV.length);
    Upload upload = objects.uploads().find(offer.path("uri").asString(), "ada");
    assertThat(upload.name()).isEqualTo("Größen 2026.csv");
    assertThat(objects.uploads().bytes(upload)).isEqualTo(CSV);
  }

  @Test
  void a_url_that_was_used_takes_no_second_file() throws Exception {
    String url = offer(ADA, "a.csv", "text/csv").path("uploadUrl").asString();
    put(url, "text/csv", CSV);
    assertThatThrownBy(
            () -> put(url, "text/csv", "other,file\n1,2\n".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(Fault.Conflict.class)
        .hasMessageContaining("used before");
    Upload kept = objects.uploads().of("ada").getFirst();
    assertThat(objects.uploads().bytes(kept)).isEqualTo(CSV);
  }

  @Test
  void a_url_that_is_over_is_refused() throws Exception {
    String url = offer(ADA, "a.csv", "text/csv").path("uploadUrl").asString();
    now = now.plus(Duration.ofHours(1));
    assertThatThrownBy(() -> put(url, "text/csv", CSV))
        .isInstanceOf(Fault.Denied.class)
        .hasMessageContaining("ended at");
    assertThat(files()).isEmpty();
  }

  @Test
  void a_url_that_was_changed_is_refused() throws Exception {
    JsonNode first = offer(ADA, "a.csv", "text/csv");
    String url = first.path("uploadUrl").asString();
    String query = url.substring(url.indexOf('?'));
    String other = offer(person("eve"), "b.csv", "text/csv").path("uploadUrl").asString();
    List<String> changed =
        List.of(
            url.replaceFirst(
                "expires=\\d+", "expires=" + now.plus(Duration.ofDays(9)).getEpochSecond()),
            url.replaceFirst(
                "signature=.", url.contains("signature=A") ? "signature=B" : "signature=A"),
            url.replaceFirst("expires=\\d+", "expires=soon"),
            other.substring(0, other.indexOf('?')) + query,
            url.replace("/a.csv?", "/b.csv?"));
    for (String one : changed) {
      assertThatThrownBy(() -> put(one, "text/csv", CSV)).as(one).isInstanceOf(Fault.Denied.class);
    }
    // A URL to put with does not show, and one to show with takes nothing.
    assertThatThrownBy(() -> get(url, ADA)).isInstanceOf(Fault.Denied.class);
    sent(ADA, "c.csv", "text/csv", CSV);
    String shown = objects.uploads().link(objects.uploads().of("ada").getFirst(), OWN).toString();
    assertThatThrownBy(() -> put(shown, "text/csv", CSV)).isInstanceOf(Fault.Denied.class);
    put(url, "text/csv", CSV);
  }

  @Test
  void content_that_is_not_what_it_was_said_to_be_is_refused_and_leaves_nothing() throws Exception {
    Map<String, byte[]> lies =
        Map.of(
            "image/png", CSV,
            "application/pdf", PNG,
            "text/csv", PNG,
            "video/mp4", CSV,
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document", CSV);
    for (Map.Entry<String, byte[]> lie : lies.entrySet()) {
      String url = offer(ADA, "a", lie.getKey()).path("uploadUrl").asString();
      assertThatThrownBy(() -> put(url, lie.getKey(), lie.getValue()))
          .as(lie.getKey())
          .isInstanceOf(Fault.Invalid.class)
          .hasMessageContaining("was said to be " + lie.getKey());
      assertThatThrownBy(() -> put(url, lie.getKey(), PNG)).isInstanceOf(Fault.Denied.class);
    }
    assertThat(files()).isEmpty();
    assertThat(objects.uploads().of("ada")).isEmpty();
    assertThatThrownBy(() -> offer(ADA, "a.exe", "application/x-msdownload"))
        .isInstanceOf(Fault.Invalid.class)
        .hasMessageContaining("video/x-matroska");
  }

  @Test
  void the_name_decides_where_the_type_says_nothing() throws Exception {
    assertThat(offer(ADA, "a.CSV", "application/vnd.ms-excel").path("mediaType").asString())
        .isEqualTo("text/csv");
    assertThat(offer(ADA, "a.md", "").path("mediaType").asString()).isEqualTo("text/markdown");
    assertThat(MediaKind.types()).hasSize(22).contains("image/webp", "video/3gpp");
  }

  @Test
  void another_persons_file_does_not_exist() throws Exception {
    String uri = sent(ADA, "a.csv", "text/csv", CSV);
    assertThatThrownBy(() -> objects.uploads().find(uri, "eve")).isInstanceOf(Fault.NotFound.class);
    String path = OWN + "cadre/v1/" + uri.substring("s3://".length());
    assertThatThrownBy(() -> get(path, person("eve"))).isInstanceOf(Fault.NotFound.class);
    assertThat(get(path, ADA).text()).isEqualTo(new String(CSV, StandardCharsets.UTF_8));
    assertThat(objects.uploads().of("eve")).isEmpty();
    // Spelt as theirs, it is still of whom it is of.
    assertThatThrownBy(() -> objects.uploads().find(uri.replace("/ada/", "/eve/"), "eve"))
        .isInstanceOf(Fault.NotFound.class);
  }

  @Test
  void what_is_shown_runs_nothing() throws Exception {
    sent(ADA, "a.html", "text/html", "<html><script>1</script>".getBytes(StandardCharsets.UTF_8));
    String url = objects.uploads().link(objects.uploads().of("ada").getFirst(), OWN).toString();
    FakeExchange shown = get(url, Principal.ANONYMOUS);
    assertThat(shown.answerHeader("content-security-policy")).startsWith("sandbox");
    assertThat(shown.answerHeader("content-disposition")).startsWith("attachment");
    now = now.plus(Duration.ofHours(1));
    assertThatThrownBy(() -> get(url, Principal.ANONYMOUS)).isInstanceOf(Fault.Denied.class);
  }

  @Test
  void what_is_past_its_time_is_gone_before_and_after_the_keeper_comes() throws Exception {
    String uri = sent(ADA, "a.csv", "text/csv", CSV);
    now = now.plus(Duration.ofDays(7));
    assertThatThrownBy(() -> objects.uploads().find(uri, "ada")).isInstanceOf(Fault.NotFound.class);
    assertThat(files()).hasSize(1);
    periodic.forEach(Runnable::run);
    assertThat(files()).isEmpty();
    assertThat(rows()).isZero();
  }

  @Test
  void places_that_nobody_fills_are_taken_back() throws Exception {
    offer(ADA, "a.csv", "text/csv");
    now = now.plus(Duration.ofHours(2).minusSeconds(1));
    periodic.forEach(Runnable::run);
    assertThat(rows()).isEqualTo(1);
    now = now.plusSeconds(1);
    periodic.forEach(Runnable::run);
    assertThat(rows()).isZero();
  }

  private long rows() {
    return db.database()
        .list("select count(*) from object_upload", row -> row.getLong(1))
        .getFirst();
  }

  @Test
  void a_person_is_forgotten_with_every_file() throws Exception {
    sent(ADA, "a.csv", "text/csv", CSV);
    offer(ADA, "b.csv", "text/csv");
    String kept = sent(person("eve"), "c.csv", "text/csv", CSV);
    FakeExchange exchange = new FakeExchange().body("{\"person\":\"ada\"}");
    routes.get("POST /cadre/v1/uploads/forget").handle(exchange);
    assertThat(Json.parse(exchange.text()).path("removed").asInt()).isEqualTo(2);
    assertThat(files()).hasSize(1);
    assertThat(objects.uploads().find(kept, "eve").bytes()).isEqualTo(CSV.length);
  }

  @Test
  void nobody_has_more_than_they_may() throws Exception {
    objects.close();
    start(limits(2, 40));
    sent(ADA, "a.csv", "text/csv", CSV);
    String second = offer(ADA, "b.csv", "text/csv").path("uploadUrl").asString();
    assertThatThrownBy(() -> offer(ADA, "c.csv", "text/csv"))
        .isInstanceOf(Fault.QuotaExceeded.class);
    assertThatThrownBy(() -> put(second, "text/csv", CSV))
        .isInstanceOf(Fault.QuotaExceeded.class)
        .hasMessageContaining("objects.maxTotal");
    assertThat(files()).hasSize(1);
    String long_ = offer(ADA, "d.csv", "text/csv").path("uploadUrl").asString();
    assertThatThrownBy(() -> put(long_, "text/csv", new byte[1_001]))
        .isInstanceOf(Fault.Invalid.class)
        .hasMessageContaining("1000 bytes");
    assertThat(offer(person("eve"), "e.csv", "text/csv").path("uri").asString()).isNotEmpty();
  }

  @Test
  void two_hundred_files_come_at_once_and_two_puts_of_one_url_keep_one() throws Exception {
    List<Callable<String>> all = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      byte[] content = ("n\n" + i + "\n").getBytes(StandardCharsets.UTF_8);
      String name = "f" + i + ".csv";
      all.add(() -> sent(person("p" + (name.length() % 2)), name, "text/csv", content));
    }
    String once = offer(ADA, "once.csv", "text/csv").path("uploadUrl").asString();
    List<Callable<Integer>> race = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      race.add(
          () -> {
            try {
              put(once, "text/csv", CSV);
              return 1;
            } catch (Fault.Conflict late) {
              return 0;
            }
          });
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<String> uri : threads.invokeAll(all)) {
        assertThat(uri.get()).startsWith("s3://uploads/");
      }
      int kept = 0;
      for (Future<Integer> each : threads.invokeAll(race)) {
        kept += each.get();
      }
      assertThat(kept).isEqualTo(1);
    }
    assertThat(files()).hasSize(201);
  }

  @Test
  void a_file_that_broke_off_may_be_sent_again() throws Exception {
    String url = offer(ADA, "a.csv", "text/csv").path("uploadUrl").asString();
    FakeExchange broken = at(url).sending("content-type", "text/csv").breakingOff();
    Handler handler = routes.get("PUT /cadre/v1/uploads/{person}/{id}/{name}");
    assertThatThrownBy(() -> handler.handle(broken)).isInstanceOf(IOException.class);
    assertThat(files()).isEmpty();
    put(url, "text/csv", CSV);
    assertThat(objects.uploads().of("ada")).hasSize(1);
  }
}
