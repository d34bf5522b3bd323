package dev.cadre.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cadre.http.Exchange;
import dev.cadre.json.Json;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/**
 * The one page, whatever the view: the modules of its release, and the policy under which they run.
 * Its import map is the only script that stands in it, and is let in by its hash.
 */
final class Page {
  /** What the first view needs at once; the rest comes with the views. */
  private static final List<String> EARLY = List.of("app.js", "core/", "shell/", "lib/lit");

  private static final List<String> NOT_EARLY =
      List.of("lib/lit-html/directive.js", "lib/lit-html/directives/live.js");

  private final Asset page;
  private final String policy;

  Page(Assets assets) {
    String base = base(assets.release());
    String imports = imports(base);
    String html =
        assets
            .page()
            .replace("{{imports}}", imports)
            .replace("{{preload}}", preload(assets, base))
            .replace("{{base}}", base);
    byte[] bytes = html.getBytes(UTF_8);
    page = new Asset("index.html", bytes, Assets.hash(bytes));
    policy = policy(imports);
  }

  /** Where the files of a release are. */
  static String base(String release) {
    return "/assets/" + release + "/";
  }

  void answer(Exchange exchange) throws IOException {
    exchange
        .responseHeader("Content-Security-Policy", policy)
        .responseHeader("Referrer-Policy", "no-referrer")
        .responseHeader("Cross-Origin-Opener-Policy", "same-origin")
        .responseHeader("Permissions-Policy", "camera=(), microphone=(), geolocation=()");
    page.answer(exchange, "no-cache");
  }

  private static String imports(String base) {
    ObjectNode map = Json.object();
    ObjectNode imports = map.putObject("imports");
    Library.names().forEach(name -> imports.put(name.name(), base + name.path()));
    return Json.text(map);
  }

  private static String preload(Assets assets, String base) {
    return assets.files().keySet().stream()
        .filter(path -> path.endsWith(".js"))
        .filter(path -> EARLY.stream().anyMatch(path::startsWith) || path.contains("element"))
        .filter(path -> NOT_EARLY.stream().noneMatch(path::equals))
        .map(path -> "<link rel=\"modulepreload\" href=\"" + base + path + "\">")
        .collect(Collectors.joining("\n    "));
  }

  private static String policy(String imports) {
    String hash =
        Base64.getEncoder().encodeToString(Assets.sha256().digest(imports.getBytes(UTF_8)));
    return String.join(
        "; ",
        "default-src 'none'",
        "script-src 'self' 'sha256-" + hash + "'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types lit-html dompurify");
  }
}
