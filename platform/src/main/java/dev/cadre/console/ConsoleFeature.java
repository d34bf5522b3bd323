package dev.cadre.console;

import dev.cadre.http.Routes;
import dev.cadre.telemetry.Telemetry;
import dev.cadre.time.Timer;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The console: its page at {@code /}, its files, and what it asks for beyond other features. */
public final class ConsoleFeature implements AutoCloseable {
  /** A year, the longest that is understood everywhere; a release's files never change. */
  private static final String FOREVER = "public, max-age=31536000, immutable";

  /** Views have addresses of their own, of as many segments. */
  private static final List<String> VIEWS =
      List.of(
          "/",
          "/console",
          "/console/",
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
   */
  public ConsoleFeature(Telemetry telemetry, Map<String, Supplier<String>> topics, Timer timer) {
    assets = Assets.load();
    page = new Page(assets);
    pulse = new Pulse(topics, timer);
    live = new LiveRoutes(pulse);
    traces = new TraceRoutes(telemetry);
  }

  /** Pages and files are anybody's: they hold no data, and a person must see where to sign in. */
  public static List<String> openPaths() {
    return List.of("/", "/console", "/console/", "/assets/");
  }

  /** Binds pages and files to the first, what they show to the second. */
  public void bind(Routes open, Routes operating) {
    VIEWS.forEach(view -> open.add("GET", view, page::answer));
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
