package dev.cadre.console;

import dev.cadre.http.Routes;
import dev.cadre.telemetry.Telemetry;
import dev.cadre.time.Timer;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The console: its page at {@code /}, its files, and what it asks for beyond other features. */
public final class ConsoleFeature implements AutoCloseable {
  /** A year, the longest that is understood everywhere; a release's files never change. */
  private static final String FOREVER = "public, max-age=31536000, immutable";

  private static final List<String> HOMES = List.of("/", "/console", "/console/");

  /** Views have addresses of their own, of as many segments. */
  private static final List<String> VIEWS =
      List.of(
          "/console/{view}",
          "/console/{view}/{a}",
          "/console/{view}/{a}/{b}",
          "/console/{view}/{a}/{b}/{c}");

  private final Assets assets;
  private final Page page;
  private final Pulse pulse;
  private final LiveRoutes live;
  private final TraceRoutes traces;

  /**
   * @param topics what pages hear the changes of, each with a short text that differs after one;
   *     asked once a second while somebody watches
   * @param uploads where pages put files beside this platform, up to the port
   */
  public ConsoleFeature(
      Telemetry telemetry,
      Map<String, Supplier<String>> topics,
      Timer timer,
      Optional<URI> uploads) {
    assets = Assets.load();
    page = new Page(assets, uploads);
    pulse = new Pulse(topics, timer);
    live = new LiveRoutes(pulse);
    traces = new TraceRoutes(telemetry);
  }

  /** Pages and files are anybody's: they hold no data, and a person must see where to sign in. */
  public static List<String> openPaths() {
    return Stream.concat(HOMES.stream(), Stream.of("/assets/")).toList();
  }

  /** Binds pages and files to the first, what they show to the second. */
  public void bind(Routes open, Routes operating) {
    HOMES.forEach(home -> open.add("GET", home, exchange -> page.answer(exchange, Page.HOME)));
    VIEWS.forEach(
        view ->
            open.add(
                "GET", view, exchange -> page.answer(exchange, exchange.pathVariable("view"))));
    String base = Page.base(assets.release());
    assets
        .files()
        .forEach(
            (path, file) ->
                open.add("GET", base + path, exchange -> file.answer(exchange, FOREVER)));
    live.bind(operating);
    traces.bind(operating);
  }

  @Override
  public void close() {
    pulse.close();
  }
}
