package dev.cadre.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class ChatTest extends Browsing {
  private static final String PARCELS =
      "name: %s\ndescription: Finds parcels.\ninstructions: You find parcels.\n"
          + "model: default\ntools:\n  - mcp: {name: parcels, url: \"%s\"}\n";

  @Test
  void an_answer_comes_with_the_tool_that_was_called_for_it() {
    Page page = page();
    chat(page, cadre.agent("assistant", ASSISTANT));
    say(page, "What is 12.5 * 8?");
    Locator step = turn(page).locator("[data-tool=calculator]");
    assertThat(step).hasAttribute("data-state", "done");
    step.locator("summary").click();
    assertThat(step.locator(".inside")).containsText("12.5 * 8");
    assertThat(step.locator(".inside")).containsText("100");
    assertThat(turn(page).locator("cadre-markdown")).containsText("100");
    assertThat(turn(page).locator(".about")).containsText("tokens");
    screenshot(page, "chat");
  }

  @Test
  void a_call_is_seen_while_it_runs_and_the_turn_can_be_stopped() throws IOException {
    try (SlowServer server = new SlowServer()) {
      Page page = page();
      chat(page, cadre.agent("stopped", PARCELS.formatted("stopped", server.url())));
      say(page, "Where is my parcel P-1234?");
      assertThat(turn(page).locator("[data-tool=find_parcel]"))
          .hasAttribute("data-state", "running");
      page.locator("cadre-composer button[aria-label=Stop]").click();
      assertThat(turn(page)).hasAttribute("data-state", "cancelled");
      assertThat(page.locator("cadre-composer button[aria-label=Send]")).isVisible();
      server.letAnswer();
    }
  }

  @Test
  void a_page_that_is_reloaded_in_mid_turn_shows_how_it_ends() throws IOException {
    try (SlowServer server = new SlowServer()) {
      Page page = page();
      chat(page, cadre.agent("reloaded", PARCELS.formatted("reloaded", server.url())));
      say(page, "Where is my parcel P-1234?");
      Locator call = turn(page).locator("[data-tool=find_parcel]");
      assertThat(call).hasAttribute("data-state", "running");
      page.reload();
      assertThat(call).hasAttribute("data-state", "running");
      server.letAnswer();
      assertThat(turn(page)).hasAttribute("data-state", "ended");
      assertThat(turn(page).locator("cadre-markdown").last()).containsText("Oslo");
    }
  }

  @Test
  void a_call_that_needs_approval_runs_when_it_is_allowed_and_not_when_it_is_refused() {
    Page page = page();
    chat(page, cadre.agent("careful", CAREFUL));
    say(page, "What is 12.5 * 8?");
    assertThat(turn(page).locator(".approval")).containsText("12.5 * 8");
    screenshot(page, "approval");
    page.locator(".approval .primary").click();
    assertThat(page.locator(".turn")).hasCount(2);
    assertThat(turn(page).locator("cadre-markdown")).containsText("100");

    say(page, "What is 3 * 5?");
    page.locator(".approval .danger").click();
    assertThat(page.locator(".decision").last()).containsText("Refused");
    assertThat(turn(page)).hasAttribute("data-state", "ended");
    assertThat(turn(page).locator("[data-state=done]")).hasCount(0);
    assertThat(turn(page).locator(".step .name")).hasText("Calculator");
    assertThat(turn(page).locator(".step")).hasAttribute("data-state", "refused");
  }

  @Test
  void a_reload_keeps_the_conversation_and_the_list_names_it() {
    Page page = page();
    chat(page, cadre.agent("assistant", ASSISTANT));
    say(page, "What is 17 * 3?");
    assertThat(turn(page)).hasAttribute("data-state", "ended");
    page.reload();
    assertThat(turn(page).locator(".said")).containsText("What is 17 * 3?");
    assertThat(turn(page).locator("cadre-markdown")).containsText("51");
    assertThat(page.locator(".conversations a[aria-current=page]")).containsText("What is 17 * 3?");
  }

  @Test
  void what_was_said_to_an_agent_with_code_of_its_own_outlives_a_reload_until_it_is_forgotten() {
    Page page = page();
    chat(page, cadre.python("printing", ViewsTest.PRINTING));
    assertThat(page.locator(".kept-note")).containsText("stays in this browser");
    say(page, "print 2 lines");
    assertThat(turn(page)).hasAttribute("data-state", "ended");
    page.reload();
    assertThat(turn(page).locator(".said")).containsText("print 2 lines");
    assertThat(turn(page).locator("cadre-markdown")).containsText("printed 2");
    Locator listed = page.locator(".conversations a[aria-current=page]");
    assertThat(listed).containsText("print 2 lines");
    say(page, "print 3 lines");
    assertThat(page.locator(".turn")).hasCount(2);
    assertThat(turn(page)).hasAttribute("data-state", "ended");

    page.locator("[aria-label='Forget print 2 lines']").click();
    assertThat(page.locator(".turn")).hasCount(0);
    assertThat(page.locator(".conversations li")).hasCount(0);
    assertThat((Integer) page.evaluate("JSON.stringify(localStorage).includes('printed') ? 1 : 0"))
        .isZero();
  }

  @Test
  void only_so_many_conversations_stay_in_the_browser() {
    Page page = page();
    Cadre.Agent agent = cadre.python("printing", ViewsTest.PRINTING);
    chat(page, agent);
    page.evaluate(
        """
        async (agent) => {
          const base = document.querySelector('script[type=module]').src.replace('app.js', '');
          const {keep} = await import(base + 'chat/kept.js');
          const {newTurn} = await import(base + 'chat/model.js');
          for (let i = 0; i < 60; i++) {
            const words = `number ${i} ${'x'.repeat(300_000)}`;
            keep(agent, `session-${i}`, [newTurn({state: 'ended', said: {text: words, attachments: []}})]);
          }
        }
        """,
        agent.id());
    assertThat(page.locator(".conversations li")).hasCount(50);
    assertThat(page.locator(".conversations li").first()).containsText("number 59");
    assertThat((Boolean) page.evaluate("JSON.stringify(localStorage).length < 2_000_000")).isTrue();
  }

  @Test
  void what_somebody_opens_stays_where_it_is_and_a_reload_ends_at_the_newest() {
    Page page = page(WIDE, 420, ColorScheme.LIGHT);
    chat(page, cadre.agent("assistant", ASSISTANT));
    for (String sum : List.of("1 + 2", "2 + 3", "3 + 4")) {
      say(page, "What is " + sum + "?");
      assertThat(turn(page)).hasAttribute("data-state", "ended");
    }
    page.reload();
    assertThat(page.locator(".turn")).hasCount(3);
    assertThat(turn(page).locator(".about")).isInViewport();
    Locator step = turn(page).locator(".step summary").first();
    double before = step.boundingBox().y;
    step.click();
    assertThat(turn(page).locator(".step .inside")).isVisible();
    assertThat(step.boundingBox().y).isEqualTo(before);
  }

  @Test
  void a_link_to_a_turn_opens_that_turn() {
    Page page = page();
    chat(page, cadre.agent("assistant", ASSISTANT));
    say(page, "What is 4 * 4?");
    assertThat(turn(page)).hasAttribute("data-state", "ended");
    say(page, "What is 5 * 5?");
    assertThat(page.locator(".turn")).hasCount(2);
    assertThat(turn(page)).hasAttribute("data-state", "ended");
    page.locator(".turn").first().locator("[aria-label='Copy a link to this turn']").click();
    String link = (String) page.evaluate("navigator.clipboard.readText()");

    Page other = page();
    other.navigate(link);
    assertThat(other.locator(".turn.pointed .said")).containsText("What is 4 * 4?");
    assertThat(other.locator(".turn")).hasCount(2);
  }

  @Test
  void asking_again_puts_the_words_back() {
    Page page = page();
    chat(page, cadre.agent("assistant", ASSISTANT));
    say(page, "What is 9 * 9?");
    assertThat(turn(page)).hasAttribute("data-state", "ended");
    turn(page).locator("[aria-label='Ask this again']").click();
    assertThat(page.locator("cadre-composer textarea")).hasValue("What is 9 * 9?");
  }

  @Test
  void what_is_typed_outlives_a_reload_and_is_each_conversations_own() {
    Page page = page();
    Cadre.Agent agent = cadre.agent("assistant", ASSISTANT);
    String draft = "/console/chat/" + agent.id() + "/" + session();
    page.navigate(cadre.url(draft));
    page.locator("cadre-composer textarea").fill("half a thought");
    page.reload();
    assertThat(page.locator("cadre-composer textarea")).hasValue("half a thought");
    page.navigate(cadre.url("/console/chat/" + agent.id() + "/" + session()));
    assertThat(page.locator("cadre-composer textarea")).hasValue("");
  }

  @Test
  void two_agents_that_a_supervisor_asks_are_seen_at_work() {
    cadre.agent(
        "time_keeper",
        "name: time_keeper\ndescription: Tells the time and date anywhere in the world.\n"
            + "instructions: You tell the time.\nmodel: default\ntools: [current_time]\n");
    cadre.agent(
        "reckoner",
        "name: reckoner\ndescription: Calculates arithmetic expressions.\n"
            + "instructions: You calculate.\nmodel: default\ntools: [calculator]\n");
    Cadre.Agent desk =
        cadre.agent(
            "front_desk",
            "name: front_desk\ndescription: Has specialists answer.\n"
                + "instructions: Have the specialists answer.\nmodel: default\n"
                + "tools:\n  - agent: time_keeper\n  - agent: reckoner\n"
                + "supervision: {agents: 3, askBelow: 0, answer: 600, deadline: 20s}\n");
    Page page = page();
    chat(page, desk);
    say(page, "What time is it in Tokyo?");
    assertThat(turn(page)).hasAttribute("data-state", "ended");
    assertThat(turn(page).locator(".decided")).containsText("Time keeper");
    Locator called = turn(page).locator(".step.agent").first();
    called.locator("summary").first().click();
    // What an agent said are words; only data are shown as data.
    assertThat(called.locator(".within > cadre-markdown")).hasCount(1);
    assertThat(called.locator(":scope > details > .inside > div > pre.code")).hasCount(0);
    assertThat(called.locator("[data-tool=current_time]")).hasCount(1);
    screenshot(page, "supervisor");

    // The same from the journal: the specialist's turn is found by its trace.
    page.reload();
    assertThat(turn(page).locator(".step.agent [data-tool=current_time]")).hasCount(1);
  }

  @Test
  void a_file_that_is_attached_reaches_the_agent() {
    Page page = page();
    chat(
        page,
        cadre.agent(
            "tables",
            "name: tables\ndescription: Answers questions about tables.\n"
                + "instructions: You answer questions about tables.\nmodel: default\n"
                + "tools: [data_describe]\n"));
    page.locator("cadre-composer input[type=file]")
        .setInputFiles(
            new FilePayload(
                "sales.csv",
                "text/csv",
                "region,revenue\nnorth,10\nsouth,32\n".getBytes(StandardCharsets.UTF_8)));
    assertThat(page.locator(".files li")).containsText("sales.csv");
    assertThat(page.locator(".files .wait")).hasCount(0);
    say(page, "Describe the data of the file.");
    assertThat(turn(page).locator(".said")).containsText("sales.csv");
    assertThat(turn(page)).hasAttribute("data-state", "ended");
    assertThat(turn(page).locator("[data-tool=data_describe]")).hasAttribute("data-state", "done");
    turn(page).locator(".step summary").first().click();
    assertThat(turn(page).locator(".step .inside")).containsText("revenue");
  }

  @Test
  void markdown_is_shown_and_nothing_in_it_runs() {
    Page page = page();
    // The policy refuses what the sanitiser is about to take out.
    expecting("Executing inline event handler violates");
    chat(page, cadre.agent("assistant", ASSISTANT));
    page.evaluate(
        """
        (text) => {
          const shown = document.createElement('cadre-markdown');
          shown.id = 'hostile';
          shown.text = text;
          document.querySelector('.log').append(shown);
        }
        """,
        """
        **bold** <script>window.ran = 1</script> <img src=x onerror="window.ran = 2">
        [link](javascript:window.ran=3) ![spy](https://elsewhere.example/?said) <b onclick="window.ran=4">b</b>

        | a | b |
        |---|---|
        | 1 | 2 |
        """);
    Locator shown = page.locator("#hostile");
    assertThat(shown.locator("strong")).hasText("bold");
    assertThat(shown.locator("td")).hasCount(2);
    assertThat(shown.locator("script, [onerror], [onclick], [href^=javascript], img")).hasCount(0);
    assertThat((Boolean) page.evaluate("window.ran === undefined")).isTrue();
  }

  @Test
  void what_a_memory_knows_is_shown_and_forgotten() {
    Map<String, Object> facts =
        Map.of(
            "semanticMemoryStrategy",
            Map.of("name", "facts", "namespaces", List.of("/facts/{actorId}/")));
    String memory = "people_" + session().substring(0, 8);
    cadre.send(
        "POST",
        "/memories/create",
        Map.of("name", memory, "eventExpiryDuration", 30, "memoryStrategies", List.of(facts)));
    Cadre.Agent agent =
        cadre.agent(
            "remembering",
            "name: remembering\ndescription: Remembers.\ninstructions: You talk with people.\n"
                + "model: default\nmemory: {use: "
                + memory
                + "}\n");
    Page page = page();
    chat(page, agent);
    page.locator(".person input").fill("anna@example.com");
    page.locator(".person input").press("Tab");
    say(page, "I live in Oslo and I am a teacher.");
    assertThat(turn(page)).hasAttribute("data-state", "ended");
    page.locator(".talk-head .toggle:not(.narrow)").first().click();
    Cadre.await(
        () -> {
          page.reload();
          page.locator(".talk-head .toggle:not(.narrow)").first().click();
          page.locator("cadre-remembered p").first().waitFor();
          page.waitForTimeout(300);
          return page.locator(".record").count() > 0;
        });
    screenshot(page, "memory-panel");
    page.locator("cadre-remembered .danger").click();
    page.locator("cadre-words dialog .danger").click();
    assertThat(page.locator(".record")).hasCount(0);
    assertThat(page.locator("cadre-remembered")).containsText("Nothing yet");
  }

  @Test
  void all_of_it_goes_by_keyboard() {
    cadre.agent("assistant", ASSISTANT);
    Page page = page();
    page.navigate(cadre.url("/"));
    page.locator("cadre-composer textarea").waitFor();
    for (int i = 0; i < 60 && !focused(page, ".skip"); i++) {
      page.keyboard().press("Shift+Tab");
    }
    assertThat(page.locator(".skip")).isFocused();
    page.keyboard().press("Enter");
    assertThat(page.locator("main")).isFocused();
    for (int i = 0; i < 40 && !focused(page, "cadre-composer textarea"); i++) {
      page.keyboard().press("Tab");
    }
    page.locator("#chat-agent")
        .selectOption(new com.microsoft.playwright.options.SelectOption().setLabel("Assistant"));
    assertThat(page.locator("h1")).hasText("Chat with Assistant");
    page.locator("cadre-composer textarea").focus();
    page.keyboard().type("What is 2 * 8?");
    page.keyboard().press("Shift+Enter");
    page.keyboard().type("Please.");
    page.keyboard().press("Enter");
    assertThat(turn(page)).hasAttribute("data-state", "ended");
    for (int i = 0; i < 12 && !focused(page, ".turn:last-of-type summary, .step summary"); i++) {
      page.keyboard().press("Shift+Tab");
    }
    page.keyboard().press("Enter");
    assertThat(turn(page).locator(".step details")).hasAttribute("open", "");
    assertThat(
            page.locator(
                    "[aria-live=polite]",
                    new Page.LocatorOptions().setHasText(Pattern.compile("answered")))
                .first())
        .containsText("16");
  }

  private static boolean focused(Page page, String selector) {
    return (Boolean)
        page.evaluate("(selector) => document.activeElement.matches(selector)", selector);
  }
}
