package dev.cadre.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ForcedColors;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What must hold on every view: nobody is shut out of it, and it fits a phone. */
final class EveryViewTest extends Browsing {
  private static final List<String> VIEWS =
      List.of(
          "chat",
          "agents",
          "agent",
          "sessions",
          "logs",
          "configuration",
          "history",
          "traces",
          "trace",
          "memory",
          "tools",
          "tool",
          "servers",
          "usage");
  private static final List<Integer> WIDTHS = List.of(360, 768, 1280, 1920);

  static Stream<String> views() {
    return VIEWS.stream();
  }

  /** The view, with something on it. */
  private void open(Page page, String view) {
    Cadre.Agent agent = cadre.agent("assistant", ASSISTANT);
    String session = session();
    cadre.ask(agent, session, "What is 12.5 * 8, which is a question of some length?");
    String path =
        switch (view) {
          case "chat" -> "chat/" + agent.id() + "/" + session;
          case "agent" -> "agents/" + agent.id();
          case "sessions", "logs", "configuration", "history" ->
              "agents/" + agent.id() + "/" + view;
          case "trace" ->
              "traces/"
                  + cadre
                      .json("/cadre/v1/traces?agent=" + agent.id())
                      .path("traces")
                      .get(0)
                      .path("traceId")
                      .asString();
          case "tool" -> "tools/built-in/data_query";
          default -> view;
        };
    page.navigate(cadre.url("/console/" + path));
    page.locator("main [class]").first().waitFor();
    assertThat(page.locator("main [aria-busy=true]"))
        .hasCount(0, new LocatorAssertions.HasCountOptions().setTimeout(30_000));
    if (view.equals("chat")) {
      page.locator(".turn .about").waitFor();
      page.locator(".step summary").first().click();
    }
    if (view.equals("trace")) {
      page.locator(".span-row.tool").click();
    }
    page.waitForTimeout(150);
  }

  @ParameterizedTest
  @MethodSource("views")
  void axe_finds_nothing_in_either_scheme(String view) {
    for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      Page page = page(WIDE, HIGH, scheme);
      // The tool puts itself into the page.
      open(page, view);
      screenshot(page, view + "-" + scheme.name().toLowerCase(java.util.Locale.ROOT));
      assertAccessible(page, view + " " + scheme);
    }
  }

  private static void assertAccessible(Page page, String what) {
    assertThat(new AxeBuilder(page).analyze().getViolations())
        .as(what)
        .extracting(rule -> rule.getId() + ": " + rule.getNodes().getFirst().getHtml())
        .isEmpty();
  }

  @ParameterizedTest
  @MethodSource("views")
  void it_fits_from_a_phone_to_a_wide_screen(String view) {
    Page page = page(360, 740, ColorScheme.LIGHT);
    open(page, view);
    screenshot(page, view + "-phone");
    assertAccessible(page, view + " on a phone");
    for (int width : WIDTHS) {
      page.setViewportSize(width, 740);
      page.waitForTimeout(100);
      Object wider =
          page.evaluate(
              """
              () => {
                const main = document.querySelector('main');
                const over = [...main.querySelectorAll('*')].filter((each) =>
                  each.getBoundingClientRect().right > innerWidth + 1
                  && !each.closest('.table-wrap, .map, .code, .lines, .tabs, .unseen, pre'));
                return main.scrollWidth > main.clientWidth + 1
                  || document.documentElement.scrollWidth > innerWidth
                  ? over.slice(0, 3).map((each) => each.outerHTML.slice(0, 160)).join(' | ') || 'main' : '';
              }
              """);
      assertThat(wider).as(view + " at " + width).isEqualTo("");
    }
  }

  @Test
  void on_a_phone_every_view_is_reached_by_the_menu() {
    cadre.agent("assistant", ASSISTANT);
    Page page = page(390, 740, ColorScheme.LIGHT);
    page.navigate(cadre.url("/"));
    page.locator(".talk-head .menu").click();
    Locator menu = page.locator("dialog.drawer");
    assertThat(menu.locator("a[href='/console/traces']")).isVisible();
    screenshot(page, "menu-phone");
    menu.locator("a[href='/console/traces']").click();
    assertThat(page.locator("main h1")).hasText("Traces");
    assertThat(menu).isHidden();
    page.locator("header.top button").click();
    menu.locator("li a[href='/console/chat']").click();
    assertThat(page.locator("cadre-composer textarea")).isVisible();
  }

  @Test
  void where_the_system_chooses_colours_bars_and_choices_are_still_seen() {
    Page page = page();
    page.emulateMedia(new Page.EmulateMediaOptions().setForcedColors(ForcedColors.ACTIVE));
    open(page, "trace");
    screenshot(page, "trace-forced-colours");
    Object seen =
        page.evaluate(
            """
            () => {
              const ground = getComputedStyle(document.querySelector('cadre-waterfall')).backgroundColor;
              const bar = getComputedStyle(document.querySelector('.span-row .bar')).backgroundColor;
              const chosen = getComputedStyle(document.querySelector('.span-row[aria-selected=true]'));
              return [bar !== ground && !bar.startsWith('rgba(0, 0, 0, 0)'), chosen.outlineStyle];
            }
            """);
    assertThat(seen).isEqualTo(List.of(true, "solid"));
  }
}
