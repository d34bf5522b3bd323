package dev.cadre.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cadre.http.Exchange;
import dev.cadre.json.Json;
import java.io.IOException;
import java.net.URI;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/**
 * The one page: the modules of its release, and the policy under which they run. Its import map is
 * the only script that stands in it, and is let in by its hash. It differs by view in which modules
 * a browser is told to get at once.
 */
final class Page {
  private static final String ENTRY = "app.js";

  /** The view of an address that names none. */
  static final String HOME = "chat";

  private final Map<String, Asset> views = new HashMap<>();
  private final Asset plain;
  private final String policy;

  /**
   * @param uploads where files are put beside this platform, up to the port
   */
  Page(Assets assets, Optional<URI> uploads) {
    String base = base(assets.release());
    String imports = imports(base);
    String html = assets.page().replace("{{imports}}", imports);
    Imports needs = new Imports(assets.files());
    plain = page(html, needs, base, List.of(ENTRY));
    assets.files().keySet().stream()
        .filter(path -> path.endsWith("/view.js"))
        .forEach(
            path ->
                views.put(
                    path.substring(0, path.indexOf('/')),
                    page(html, needs, base, List.of(ENTRY, path))));
    policy = policy(imports, uploads);
  }

  /** Where the files of a release are. */
  static String base(String release) {
    return "/assets/" + release + "/";
  }

  /**
   * @param view which the address names; one that is not there is the page's to say
   */
  void answer(Exchange exchange, String view) throws IOException {
    exchange
        .responseHeader("Content-Security-Policy", policy)
        .responseHeader("Referrer-Policy", "no-referrer")
        .responseHeader("Cross-Origin-Opener-Policy", "same-origin")
        .responseHeader("Permissions-Policy", "camera=(), microphone=(), geolocation=()");
    views.getOrDefault(view, plain).answer(exchange, "no-cache");
  }

  private static Asset page(String html, Imports needs, String base, List<String> modules) {
    String preload =
        needs.closure(modules).stream()
            .map(path -> "<link rel=\"modulepreload\" href=\"" + base + path + "\">")
            .collect(Collectors.joining("\n    "));
    byte[] bytes = html.replace("{{preload}}", preload).replace("{{base}}", base).getBytes(UTF_8);
    return new Asset("index.html", bytes, Assets.hash(bytes));
  }

  private static String imports(String base) {
    ObjectNode map = Json.object();
    ObjectNode imports = map.putObject("imports");
    Library.names().forEach(name -> imports.put(name.name(), base + name.path()));
    return Json.text(map);
  }

  private static String policy(String imports, Optional<URI> uploads) {
    String hash =
        Base64.getEncoder().encodeToString(Assets.sha256().digest(imports.getBytes(UTF_8)));
    return String.join(
        "; ",
        "default-src 'none'",
        "script-src 'self' 'sha256-" + hash + "'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "connect-src 'self'" + uploads.map(uri -> " " + origin(uri)).orElse(""),
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types lit-html dompurify");
  }

  /** Of a URI only what a policy names: no path, and nothing that could be another directive. */
  private static String origin(URI uri) {
    return uri.getScheme() + "://" + uri.getRawAuthority();
  }
}
