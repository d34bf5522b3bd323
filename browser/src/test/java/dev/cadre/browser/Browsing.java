package dev.cadre.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;

/** A browser for all tests, and a page for each, in which nothing may go wrong unseen. */
abstract class Browsing {
  static final int WIDE = 1280;
  static final int HIGH = 860;
  private static final double PATIENCE = 20_000;

  static final String ASSISTANT =
      "name: assistant\ndescription: Calculates, and tells the time anywhere.\n"
          + "instructions: You help with everyday questions.\nmodel: default\n"
          + "tools: [calculator, current_time]\n";
  static final String CAREFUL =
      "name: careful\ndescription: Asks before it calculates.\n"
          + "instructions: You calculate.\nmodel: default\n"
          + "tools:\n  - builtin: calculator\n    approval: true\n";

  private static final class Chromium {
    private static final Browser BROWSER = launch();

    private static Browser launch() {
      PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE);
      String program =
          Objects.requireNonNull(System.getenv("CADRE_CHROMIUM"), "set CADRE_CHROMIUM");
      Playwright playwright = Playwright.create();
      return playwright
          .chromium()
          .launch(
              new BrowserType.LaunchOptions()
                  .setExecutablePath(Path.of(program))
                  .setArgs(
                      List.of(
                          "--no-sandbox",
                          "--disable-gpu",
                          "--no-first-run",
                          "--disable-background-networking",
                          "--disable-component-update",
                          "--disable-sync")));
    }
  }

  final Cadre cadre = Cadre.open();
  private final List<BrowserContext> contexts = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();
  private final List<String> expected = new ArrayList<>();

  Page page() {
    return page(WIDE, HIGH, ColorScheme.LIGHT);
  }

  Page page(int width, int height, ColorScheme scheme) {
    BrowserContext context =
        Chromium.BROWSER.newContext(
            new Browser.NewContextOptions()
                .setViewportSize(width, height)
                .setPermissions(List.of("clipboard-read", "clipboard-write"))
                .setColorScheme(scheme));
    contexts.add(context);
    context.setDefaultTimeout(PATIENCE);
    Page page = context.newPage();
    page.onPageError(problems::add);
    page.onConsoleMessage(
        message -> {
          // What the network does is the test's own doing; the policy's refusals are not.
          boolean network = message.text().startsWith("Failed to load resource");
          if (message.type().equals("error") && !network) {
            problems.add(message.text());
          }
        });
    return page;
  }

  /** A complaint that begins so is what the test is about. */
  void expecting(String complaint) {
    expected.add(complaint);
  }

  /** A conversation that nobody had before. */
  static String session() {
    return UUID.randomUUID().toString();
  }

  static void say(Page page, String text) {
    Locator box = page.locator("cadre-composer textarea");
    box.fill(text);
    box.press("Enter");
  }

  /** Opens an agent's chat. */
  void chat(Page page, Cadre.Agent agent) {
    page.navigate(cadre.url("/console/chat/" + agent.id()));
    page.locator("cadre-composer textarea").waitFor();
  }

  static Locator turn(Page page) {
    return page.locator(".turn").last();
  }

  static void screenshot(Page page, String name) {
    page.screenshot(
        new Page.ScreenshotOptions().setPath(Path.of("target", "screenshots", name + ".png")));
  }

  @AfterEach
  void leave() {
    contexts.forEach(BrowserContext::close);
    contexts.clear();
    problems.removeIf(problem -> expected.stream().anyMatch(problem::startsWith));
    if (!problems.isEmpty()) {
      throw new AssertionError("the page complained: " + problems);
    }
  }
}
