package dev.cadre.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cadre.http.FakeExchange;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class AssetsTest {
  private static final Pattern IMPORT =
      Pattern.compile("(?:from|import)\\s*\\(?[\"']([^\"']+)[\"']");
  private static final int MOST_LINES = 300;
  private final Assets assets = Assets.load();

  private String text(String path) {
    return new String(assets.files().get(path).bytes(), UTF_8);
  }

  @Test
  void every_import_leads_to_a_file() {
    Map<String, Asset> files = assets.files();
    for (String path : files.keySet()) {
      if (path.endsWith(".js")) {
        for (MatchResult found : IMPORT.matcher(text(path)).results().toList()) {
          assertThat(files.keySet()).as(path).contains(resolved(path, found.group(1)));
        }
      }
    }
  }

  private static String resolved(String from, String name) {
    if (name.startsWith(".")) {
      return URI.create(from).resolve(name).getPath();
    }
    return Library.names().stream()
        .filter(n -> n.name().equals(name) || (n.name().endsWith("/") && name.startsWith(n.name())))
        .map(n -> n.path() + name.substring(n.name().length()))
        .findFirst()
        .orElseThrow(() -> new AssertionError(from + " imports " + name));
  }

  @Test
  void own_modules_import_each_other_in_no_circle() {
    Imports imports = new Imports(assets.files());
    List<String> circles = new ArrayList<>();
    for (String path : assets.files().keySet()) {
      if (path.endsWith(".js") && !path.startsWith("lib/")) {
        for (String needed : imports.of(path)) {
          if (imports.closure(List.of(needed)).contains(path)) {
            circles.add(path + " and " + needed);
          }
        }
      }
    }
    assertThat(circles).isEmpty();
  }

  private Set<String> preloaded(String view) throws IOException {
    FakeExchange exchange = new FakeExchange();
    new Page(assets, Optional.empty()).answer(exchange, view);
    String base = Page.base(assets.release());
    Set<String> found = new LinkedHashSet<>();
    Pattern.compile("modulepreload\" href=\"" + base + "([^\"]+)\"")
        .matcher(exchange.text())
        .results()
        .forEach(match -> found.add(match.group(1)));
    return found;
  }

  @Test
  void a_page_names_every_module_that_its_view_needs_and_none_of_another() throws IOException {
    assertThat(preloaded("chat"))
        .contains("app.js", "chat/view.js", "chat/model.js", "lib/lit-element.js")
        .contains("lib/lit-html/directives/repeat.js")
        // What is not needed before somebody said something comes when nothing else is to do.
        .doesNotContain("traces/view.js", "lib/marked.js", "lib/dompurify.js");
    assertThat(preloaded("traces"))
        .contains("app.js", "traces/view.js", "traces/waterfall.js", "parts/rows.js")
        .doesNotContain("chat/view.js", "lib/marked.js");
    assertThat(preloaded("nowhere")).contains("app.js").doesNotContain("chat/view.js");
  }

  @Test
  void a_page_may_reach_its_platform_and_where_files_are_put_and_nowhere_else() throws IOException {
    FakeExchange own = new FakeExchange();
    new Page(assets, Optional.empty()).answer(own, "chat");
    assertThat(own.sent("Content-Security-Policy")).contains("connect-src 'self';");
    FakeExchange elsewhere = new FakeExchange();
    new Page(assets, Optional.of(URI.create("https://files.example:9000/any?x=1;script-src")))
        .answer(elsewhere, "chat");
    assertThat(elsewhere.sent("Content-Security-Policy"))
        .contains("connect-src 'self' https://files.example:9000;")
        .doesNotContain("?x=1");
  }

  @Test
  void own_modules_are_small_and_hold_no_style_that_the_policy_refuses() {
    for (String path : assets.files().keySet()) {
      if (path.endsWith(".js") && !path.startsWith("lib/")) {
        assertThat(text(path).lines().count()).as(path).isLessThanOrEqualTo(MOST_LINES);
        assertThat(text(path)).as(path).doesNotContain(" style=\"").doesNotContain("innerHTML");
      }
    }
  }

  @Test
  void the_page_lets_its_import_map_in_by_its_hash_and_no_other_script() throws IOException {
    FakeExchange exchange = new FakeExchange();
    new Page(assets, Optional.empty()).answer(exchange, "chat");
    Matcher map =
        Pattern.compile("<script type=\"importmap\">(.*?)</script>", Pattern.DOTALL)
            .matcher(exchange.text());
    assertThat(map.find()).isTrue();
    String hash =
        Base64.getEncoder().encodeToString(Assets.sha256().digest(map.group(1).getBytes(UTF_8)));
    assertThat(exchange.sent("Content-Security-Policy"))
        .contains("script-src 'self' 'sha256-" + hash + "';")
        .contains("default-src 'none'")
        .doesNotContain("unsafe");
    assertThat(exchange.text()).doesNotContain("{{").contains(Page.base(assets.release()));
  }

  @Test
  void a_file_is_compressed_for_who_can_read_it_and_not_sent_twice() throws IOException {
    Asset app = assets.files().get("app.js");
    FakeExchange plain = new FakeExchange();
    app.answer(plain, "immutable");
    FakeExchange packed = new FakeExchange().sending("accept-encoding", "br, gzip");
    app.answer(packed, "immutable");
    assertThat(packed.sent("Content-Encoding")).isEqualTo("gzip");
    assertThat(packed.bytes().length).isLessThan(plain.bytes().length);
    FakeExchange again = new FakeExchange().sending("if-none-match", plain.sent("ETag"));
    app.answer(again, "immutable");
    assertThat(again.status()).isEqualTo(304);
    assertThat(again.bytes()).isEmpty();
  }
}
