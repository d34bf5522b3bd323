package dev.cadre.toolkit.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.cadre.fault.Fault;
import dev.cadre.http.NetworkRule;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileSourcesTest {
  private static final int LIMIT = 1 << 20;

  @TempDir Path folder;
  private HttpServer server;
  private String url;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    url = "http://127.0.0.1:" + server.getAddress().getPort();
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void page(String path, int status, String header, byte[] body) {
    server.createContext(
        path,
        exchange -> {
          int colon = header.indexOf(':');
          if (colon > 0) {
            exchange
                .getResponseHeaders()
                .add(header.substring(0, colon), header.substring(colon + 1).strip());
          }
          exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
          try (var out = exchange.getResponseBody()) {
            out.write(body);
          }
        });
  }

  private static SourceFile read(FileSource source, String reference) {
    try {
      assertThat(source.takes(reference)).isTrue();
      return source.read(reference, Samples.CALLER, Samples.LATER);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private SourceFile open(String reference) {
    return read(new FolderFiles(List.of(folder.resolve("open")), LIMIT), reference);
  }

  private SourceFile fetch(String reference, String... allowed) {
    return fetch(Duration.ofSeconds(10), reference, allowed);
  }

  private SourceFile fetch(Duration limit, String reference, String... allowed) {
    try (WebFiles web =
        new WebFiles(
            InstantSource.system(),
            InetAddress::getAllByName,
            List.of(allowed).stream().map(NetworkRule::parse).toList(),
            LIMIT,
            limit)) {
      return read(web, reference);
    }
  }

  private void files() throws IOException {
    Files.createDirectories(folder.resolve("open/sub"));
    Files.writeString(folder.resolve("open/sales.csv"), "a,b\n1,2\n");
    Files.writeString(folder.resolve("open/sub/notes.md"), "# N\n");
    Files.writeString(folder.resolve("secret.txt"), "secret");
  }

  @Test
  void a_file_in_an_open_folder_is_read_by_its_path() throws Exception {
    files();
    assertThat(open("sales.csv").text()).isEqualTo("a,b\n1,2\n");
    assertThat(open("sub/notes.md").type()).isEqualTo(MediaType.MARKDOWN);
    assertThat(open(folder.resolve("open/sales.csv").toString()).name()).isEqualTo("sales.csv");
    assertThat(open("file://" + folder.resolve("open/sales.csv")).name()).isEqualTo("sales.csv");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../secret.txt",
        "sub/../../secret.txt",
        "/etc/passwd",
        "link.txt",
        "out/secret.txt",
        "file:///etc/passwd"
      })
  void nothing_leads_out_of_the_folder(String path) throws Exception {
    files();
    Files.createSymbolicLink(folder.resolve("open/link.txt"), folder.resolve("secret.txt"));
    Files.createSymbolicLink(folder.resolve("open/out"), folder);
    assertThatThrownBy(() -> open(path))
        .isInstanceOf(Fault.Denied.class)
        .hasMessageContaining("outside")
        .hasMessageNotContaining(folder.toString());
  }

  @Test
  void what_is_outside_is_not_told_to_be_there_or_not() throws Exception {
    files();
    assertThatThrownBy(() -> open("../nothing.txt"))
        .isInstanceOf(Fault.Denied.class)
        .hasMessageContaining("outside");
  }

  @Test
  void a_file_that_is_not_there_names_the_nearest() throws Exception {
    files();
    assertThatThrownBy(() -> open("sale.csv"))
        .isInstanceOf(Fault.NotFound.class)
        .hasMessageContaining("did you mean 'sales.csv'?");
  }

  @Test
  void without_folders_it_says_who_opens_them() {
    assertThatThrownBy(() -> read(new FolderFiles(List.of(), LIMIT), "sales.csv"))
        .isInstanceOf(Fault.Denied.class)
        .hasMessageContaining("files.folders");
  }

  @Test
  void a_file_that_is_too_large_is_not_read() throws Exception {
    files();
    Files.write(folder.resolve("open/big.txt"), new byte[LIMIT + 1]);
    assertThatThrownBy(() -> open("big.txt"))
        .isInstanceOf(Fault.Invalid.class)
        .hasMessageContaining("1 MB");
  }

  @Test
  void data_uris_bring_their_file_along() {
    DataUris uris = new DataUris(LIMIT);
    assertThat(read(uris, "data:text/csv;base64,YSxiCjEsMgo=").text()).isEqualTo("a,b\n1,2\n");
    SourceFile plain = read(uris, "data:text/csv;name=x%20y.csv,a%2Cb%0A1+1,2");
    assertThat(plain.text()).isEqualTo("a,b\n1+1,2");
    assertThat(plain.name()).isEqualTo("x y.csv");
    assertThat(plain.type()).isEqualTo(MediaType.CSV);
    assertThat(read(uris, "data:text/csv;base64,YSxi\nCjEsMgo").text()).isEqualTo("a,b\n1,2\n");
    assertThat(read(uris, "data:text/csv;name=100%,a").name()).isEqualTo("100%");
    assertThatThrownBy(() -> read(uris, "data:image/png;base64,<the image>"))
        .isInstanceOf(Fault.Invalid.class)
        .hasMessageContaining("malformed");
    assertThatThrownBy(() -> read(uris, "data:text/csv;base64"))
        .isInstanceOf(Fault.Invalid.class)
        .hasMessageContaining("comma");
    assertThatThrownBy(() -> read(uris, "data:," + "x".repeat(LIMIT + 1)))
        .isInstanceOf(Fault.Invalid.class)
        .hasMessageContaining("larger");
  }

  @Test
  void a_server_that_the_operator_allowed_is_read() {
    page(
        "/report.csv",
        200,
        "Content-Type: text/html",
        "x,y\n1,2\n".getBytes(StandardCharsets.UTF_8));
    SourceFile file = fetch(url + "/report.csv?sig=secret", "127.0.0.1");
    assertThat(file.name()).isEqualTo("report.csv");
    assertThat(file.type()).isEqualTo(MediaType.CSV);
  }

  @Test
  void the_machine_itself_is_out_of_bounds() {
    AtomicInteger asked = new AtomicInteger();
    server.createContext("/", exchange -> asked.incrementAndGet());
    assertThatThrownBy(() -> fetch(url + "/x"))
        .isInstanceOf(Fault.Denied.class)
        .hasMessageContaining("private, loopback or link-local");
    assertThat(asked).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://169.254.169.254/latest/meta-data/",
        "http://10.0.0.1/",
        "http://[::1]/",
        "http://0.0.0.0/",
        "http://[::ffff:127.0.0.1]/",
        "http://2130706433/",
      })
  void no_address_inside_is_read(String inside) {
    assertThatThrownBy(() -> fetch(inside)).isInstanceOf(Fault.Denied.class);
  }

  @Test
  void a_name_that_leads_inside_is_judged_by_its_address() {
    try (WebFiles web =
        new WebFiles(
            InstantSource.system(),
            host -> new InetAddress[] {InetAddress.getByName("192.168.1.1")},
            List.of(),
            LIMIT,
            Duration.ofSeconds(2))) {
      assertThatThrownBy(() -> read(web, "https://example.com/x")).isInstanceOf(Fault.Denied.class);
    }
  }

  @Test
  void a_redirect_is_judged_as_the_first_address_was() {
    page(
        "/out",
        302,
        "Location: http://localhost:" + server.getAddress().getPort() + "/in",
        new byte[0]);
    page("/in", 200, "", "inside".getBytes(StandardCharsets.UTF_8));
    assertThat(fetch(url + "/out", "127.0.0.1").text()).isEqualTo("inside");
    page("/meta", 302, "Location: http://169.254.169.254/", new byte[0]);
    assertThatThrownBy(() -> fetch(url + "/meta", "127.0.0.1")).isInstanceOf(Fault.Denied.class);
    page("/file", 302, "Location: file:///etc/passwd", new byte[0]);
    assertThatThrownBy(() -> fetch(url + "/file", "127.0.0.1")).isInstanceOf(Fault.Denied.class);
    page("/round", 302, "Location: /round", new byte[0]);
    assertThatThrownBy(() -> fetch(url + "/round", "127.0.0.1"))
        .isInstanceOf(Fault.Invalid.class)
        .hasMessageContaining("5 times");
  }

  @ParameterizedTest
  @CsvSource({"404,NotFound", "403,Denied", "500,Unavailable"})
  void a_refusal_is_told_without_the_query(int status, String fault) {
    page("/gone", status, "", new byte[0]);
    assertThatThrownBy(() -> fetch(url + "/gone?token=secret", "127.0.0.1"))
        .isInstanceOf(Fault.class)
        .hasMessageContaining(String.valueOf(status))
        .hasMessageNotContaining("secret")
        .satisfies(e -> assertThat(e.getClass().getSimpleName()).isEqualTo(fault));
  }

  @Test
  void a_body_is_read_to_its_limit_and_never_unpacked() {
    page("/big", 200, "", new byte[LIMIT + 10]);
    assertThatThrownBy(() -> fetch(url + "/big", "127.0.0.1"))
        .isInstanceOf(Fault.Invalid.class)
        .hasMessageContaining("larger");
    page("/packed", 200, "Content-Encoding: gzip", new byte[] {0x1F, (byte) 0x8B, 8, 0});
    assertThat(fetch(url + "/packed", "127.0.0.1").length()).isEqualTo(4);
  }

  @Test
  void a_server_that_does_not_answer_is_given_up() {
    server.createContext("/slow", exchange -> {});
    Instant began = Instant.now();
    assertThatThrownBy(() -> fetch(Duration.ofMillis(300), url + "/slow", "127.0.0.1"))
        .isInstanceOf(Fault.Unavailable.class)
        .hasMessageContaining("in time");
    assertThat(Duration.between(began, Instant.now())).isLessThan(Duration.ofSeconds(8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://user:pw@example.com/", "https://", "http://exa mple/%zz"})
  void a_malformed_url_is_refused(String malformed) {
    assertThatThrownBy(() -> fetch(malformed)).isInstanceOf(Fault.class);
  }

  @Test
  void another_place_can_have_references_of_its_own() throws Exception {
    FileSource uploads =
        new FileSource() {
          @Override
          public boolean takes(String reference) {
            return reference.startsWith("upload://");
          }

          @Override
          public SourceFile read(String reference, dev.cadre.model.Caller caller, Instant end) {
            return SourceFile.of(caller.tenant() + ".txt", "", new byte[] {'x'});
          }
        };
    try (FileSources all =
        new FileSources(InstantSource.system(), List.of(uploads), FilesConfig.defaults())) {
      assertThat(read(all, "upload://7").name()).isEqualTo("t.txt");
      assertThat(read(all, "data:,hello").text()).isEqualTo("hello");
      assertThatThrownBy(() -> all.read("ftp://x/y", Samples.CALLER, Samples.LATER))
          .isInstanceOf(Fault.Invalid.class)
          .hasMessageContaining("http(s) URL");
    }
  }

  @Test
  void a_file_is_what_its_content_is() {
    assertThat(SourceFile.of("a.csv", "", Samples.pdf("x")).type()).isEqualTo(MediaType.PDF);
    assertThat(SourceFile.of("a.pdf", "", "x,y\n1,2\n".getBytes(StandardCharsets.UTF_8)).type())
        .isEqualTo(MediaType.CSV);
    assertThat(SourceFile.of("a.txt", "", Samples.docx("")).type()).isEqualTo(MediaType.DOCX);
    assertThat(SourceFile.of("a.txt", "", new byte[] {0, 1, 2, 3}).type())
        .isEqualTo(MediaType.UNKNOWN);
    assertThat(
            SourceFile.of(
                    "data", "text/markdown; charset=utf-8", "hi".getBytes(StandardCharsets.UTF_8))
                .type())
        .isEqualTo(MediaType.MARKDOWN);
  }

  @Test
  void texts_are_decoded_whoever_wrote_them() {
    byte[] utf16 = "\uFEFFgr\u00FC\u00DFe".getBytes(StandardCharsets.UTF_16LE);
    assertThat(SourceFile.of("a.txt", "", utf16).text()).isEqualTo("gr\u00FC\u00DFe");
    byte[] windows = {'g', 'r', (byte) 0xFC, (byte) 0xDF, 'e', (byte) 0x80};
    assertThat(SourceFile.of("a.txt", "", windows).text()).isEqualTo("gr\u00FC\u00DFe\u20AC");
  }
}
