package dev.cadre.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Networks as trains and cellars have them. */
final class NetworkTest extends Browsing {
  private static final LocatorAssertions.IsVisibleOptions SOON =
      new LocatorAssertions.IsVisibleOptions().setTimeout(12_000);

  private static void slow(Page page) {
    CDPSession devtools = page.context().newCDPSession(page);
    JsonObject conditions = new JsonObject();
    conditions.addProperty("offline", false);
    conditions.addProperty("latency", 400);
    conditions.addProperty("downloadThroughput", 50_000);
    conditions.addProperty("uploadThroughput", 20_000);
    devtools.send("Network.enable");
    devtools.send("Network.emulateNetworkConditions", conditions);
  }

  @Test
  void on_a_slow_network_it_loads_and_answers() {
    Page page = page();
    page.setDefaultTimeout(40_000);
    slow(page);
    chat(page, cadre.agent("assistant", ASSISTANT));
    say(page, "What is 12.5 * 8?");
    assertThat(turn(page).locator("cadre-markdown"))
        .containsText("100", new LocatorAssertions.ContainsTextOptions().setTimeout(20_000));
  }

  @Test
  void a_broken_network_is_said_and_loses_no_typed_text() {
    Page page = page();
    Cadre.Agent agent = cadre.agent("assistant", ASSISTANT);
    chat(page, agent);
    page.context().setOffline(true);
    assertThat(page.locator(".connection")).isVisible(SOON);
    say(page, "What is 12.5 * 8?");
    assertThat(page.locator(".talk .notice.bad")).containsText("was not sent");
    Locator box = page.locator("cadre-composer textarea");
    assertThat(box).hasValue("What is 12.5 * 8?");
    // It is said over all of the page, and not again in each of its parts.
    assertThat(page.locator("main .notice.bad")).hasCount(1);
    screenshot(page, "offline");

    page.context().setOffline(false);
    assertThat(page.locator(".connection"))
        .isHidden(new LocatorAssertions.IsHiddenOptions().setTimeout(12_000));
    box.press("Enter");
    assertThat(turn(page).locator("cadre-markdown")).containsText("100");
  }

  @Test
  void a_turn_goes_on_while_the_network_is_away_and_is_caught_up_with() throws IOException {
    try (SlowServer server = new SlowServer()) {
      Page page = page();
      Cadre.Agent agent =
          cadre.agent(
              "patient",
              "name: patient\ndescription: Finds parcels.\ninstructions: You find parcels.\n"
                  + "model: default\ntools:\n  - mcp: {name: parcels, url: \""
                  + server.url()
                  + "\"}\n");
      chat(page, agent);
      say(page, "Where is my parcel P-1234?");
      assertThat(turn(page).locator("[data-tool=find_parcel]"))
          .hasAttribute("data-state", "running");
      page.context().setOffline(true);
      assertThat(page.locator(".connection")).isVisible(SOON);
      server.letAnswer();
      page.waitForTimeout(500);
      page.context().setOffline(false);
      assertThat(turn(page))
          .hasAttribute(
              "data-state",
              "ended",
              new LocatorAssertions.HasAttributeOptions().setTimeout(15_000));
      assertThat(turn(page).locator("cadre-markdown").last()).containsText("Oslo");
    }
  }

  @Test
  void a_view_that_was_open_while_the_network_was_away_shows_what_it_missed() {
    Page page = page();
    cadre.agent("assistant", ASSISTANT);
    page.navigate(cadre.url("/console/agents"));
    assertThat(page.locator("tbody")).containsText("Assistant");
    page.context().setOffline(true);
    assertThat(page.locator(".connection")).isVisible(SOON);
    cadre.agent("missed", ASSISTANT.replace("name: assistant", "name: missed"));
    page.context().setOffline(false);
    assertThat(page.locator("tbody"))
        .containsText("Missed", new LocatorAssertions.ContainsTextOptions().setTimeout(15_000));
  }
}
