package dev.cadre.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.SelectOption;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class ViewsTest extends Browsing {
  static final String PRINTING =
      """
      import http.server, json

      class Agent(http.server.BaseHTTPRequestHandler):
          def do_GET(self):
              self.answer({"status": "Healthy"})

          def do_POST(self):
              said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["prompt"]
              words = said.split()
              count = int(words[1]) if words[0] == "print" else 1
              for i in range(count):
                  print(f"line {i} of {count}: {said}", flush=(i % 500 == 0))
              print("the last of", count, flush=True)
              self.answer({"answer": f"printed {count}"})

          def answer(self, value):
              body = json.dumps(value).encode()
              self.send_response(200)
              self.send_header("Content-Type", "application/json")
              self.send_header("Content-Length", str(len(body)))
              self.end_headers()
              self.wfile.write(body)

          def log_message(self, *args):
              pass

      http.server.ThreadingHTTPServer(("0.0.0.0", 8080), Agent).serve_forever()
      """;

  private static LocatorAssertions.ContainsTextOptions within(double millis) {
    return new LocatorAssertions.ContainsTextOptions().setTimeout(millis);
  }

  @Test
  void agents_are_listed_as_they_come() {
    cadre.agent("assistant", ASSISTANT);
    Page page = page();
    page.navigate(cadre.url("/console/agents"));
    assertThat(page.locator("tbody")).containsText("Assistant");
    cadre.agent("newcomer", ASSISTANT.replace("name: assistant", "name: newcomer"));
    assertThat(page.locator("tbody")).containsText("Newcomer");
    screenshot(page, "agents");
  }

  @Test
  void an_agent_shows_its_facts_its_file_and_its_versions() {
    Cadre.Agent agent = cadre.agent("careful", CAREFUL);
    Page page = page();
    page.navigate(cadre.url("/console/agents/" + agent.id()));
    assertThat(page.locator("cadre-agent")).containsText("Asks before it calculates.");
    assertThat(page.locator("cadre-agent")).containsText("calculator · asks");
    page.locator(".tabs a", new Page.LocatorOptions().setHasText("Configuration")).click();
    assertThat(page.locator("pre.code")).containsText("\"instructions\"");
    page.locator(".tabs a", new Page.LocatorOptions().setHasText("Deploy history")).click();
    assertThat(page.locator(".timeline li")).hasCount(1);
    assertThat(page.locator(".timeline li")).containsText("DEFAULT");
    page.locator(".timeline summary").click();
    assertThat(page.locator(".timeline details")).containsText("== ready");
  }

  @Test
  void the_history_of_an_agent_tells_what_each_version_changed() {
    String first = ASSISTANT.replace("name: assistant", "name: changing");
    Cadre.Agent agent = cadre.agent("changing", first);
    cadre.update(agent, first.replace("everyday", "difficult"));
    Page page = page();
    page.navigate(cadre.url("/console/agents/" + agent.id() + "/history"));
    assertThat(page.locator(".timeline > li")).hasCount(2);
    Locator second = page.locator(".timeline > li").first();
    assertThat(second).containsText("Version 2");
    second.locator("summary").click();
    assertThat(second.locator(".gone").first()).containsText("You help with everyday questions.");
    assertThat(second.locator(".come").first()).containsText("You help with difficult questions.");
    screenshot(page, "history-of-two");
  }

  @Test
  void a_live_session_is_stopped() {
    Cadre.Agent agent = cadre.agent("assistant", ASSISTANT);
    String session = session();
    cadre.ask(agent, session, "What is 1 + 1?");
    Page page = page();
    page.navigate(cadre.url("/console/agents/" + agent.id() + "/sessions"));
    Locator row =
        page.locator("tbody tr", new Page.LocatorOptions().setHasText(session.substring(0, 18)));
    row.locator("button").click();
    assertThat(row).hasCount(0);
    page.locator(".check input").uncheck();
    assertThat(row).containsText("ended");
  }

  @Test
  void logs_follow_what_an_agent_prints() {
    Cadre.Agent agent = cadre.python("printing", PRINTING);
    cadre.ask(agent, session(), "first words");
    Page page = page();
    page.navigate(cadre.url("/console/agents/" + agent.id() + "/logs"));
    assertThat(page.locator(".lines")).containsText("first words");
    assertThat(page.locator("cadre-logs [role=status]")).containsText("following");
    cadre.ask(agent, session(), "second words");
    assertThat(page.locator(".lines")).containsText("second words", within(3_000));
    page.locator("cadre-logs input[type=search]").fill("SECOND");
    assertThat(page.locator(".lines")).not().containsText("first words");
    assertThat(page.locator(".lines")).containsText("second words");
    screenshot(page, "logs");
  }

  @Test
  void whoever_follows_an_agent_that_prints_nothing_hears_at_once_that_it_follows() {
    Cadre.Agent agent = cadre.agent("assistant", ASSISTANT);
    Page page = page();
    page.navigate(cadre.url("/console/agents/" + agent.id() + "/logs"));
    assertThat(page.locator("cadre-logs [role=status]")).containsText("following", within(4_000));
    assertThat(page.locator("cadre-logs .empty")).containsText("Nothing was printed yet");
  }

  @Test
  void a_tool_says_how_far_it_is_and_can_be_stopped() throws IOException {
    try (SlowServer server = new SlowServer()) {
      String gateway = cadre.gateway("depots", "parcels", server.url());
      Page page = page();
      page.navigate(cadre.url("/console/tools/gateway:" + gateway + "/parcels___find_parcel"));
      page.locator("#arg-number").fill("P-1234");
      page.locator("cadre-schema-form .primary").click();
      assertThat(page.locator(".working")).containsText("Looking in the third of four depots.");
      assertThat(page.locator(".working")).containsText("3 of 4");
      screenshot(page, "progress");
      server.letAnswer();
      assertThat(page.locator(".outcome")).containsText("The parcel is in Oslo.");

      page.locator("cadre-schema-form .primary").click();
      assertThat(page.locator(".working")).containsText("3 of 4");
      page.locator(".working button").click();
      assertThat(page.locator(".outcome")).containsText("You stopped it.");
      assertThat(page.locator(".working")).hasCount(0);
      server.letAnswer();
    }
  }

  @Test
  void each_target_of_a_gateway_shows_how_it_is() throws IOException {
    try (SlowServer server = new SlowServer()) {
      cadre.gateway("standing", "upright", server.url());
      cadre.gateway("fallen", "toppled", "http://127.0.0.1:9/mcp");
      Page page = page();
      page.navigate(cadre.url("/console/servers"));
      assertThat(page.locator("[aria-label=standing] li")).containsText("ready");
      assertThat(page.locator("[aria-label=fallen] li")).containsText("failed");
      assertThat(page.locator("[aria-label=fallen] .bad-text")).containsText("cannot be reached");
      page.locator("[aria-label=standing] button").click();
      assertThat(page.locator("[aria-label=standing] button")).isEnabled();
      screenshot(page, "gateways");
    }
  }

  @Test
  void the_map_of_many_agents_has_no_box_upon_another_and_knows_circles() {
    Page page = page();
    page.navigate(cadre.url("/console/traces"));
    page.locator("main h1").waitFor();
    Object found =
        page.evaluate(
            """
            async () => {
              const base = document.querySelector('script[type=module]').src.replace('app.js', '');
              const {tree, flow} = await import(base + 'traces/model.js');
              const {picture} = await import(base + 'traces/map.js');
              const {render} = await import('lit');
              const spans = [];
              const span = (id, parent, kind, name) => {
                const names = {agent: 'invoke_agent', model: 'chat', tool: 'execute_tool'};
                const attribute = {agent: 'gen_ai.agent.name', model: 'gen_ai.request.model', tool: 'gen_ai.tool.name'};
                spans.push({id, parent, name, offsetMicros: 0, durationMicros: 1000, status: 'OK', message: '', agent: null, session: null,
                  events: [], attributes: {'gen_ai.operation.name': names[kind], [attribute[kind]]: name}});
              };
              span('desk', null, 'agent', 'desk');
              for (const name of ['orders', 'products', 'profiles', 'repairs']) {
                span(name, 'desk', 'agent', name);
                span(`${name}-model`, name, 'model', 'small');
                span(`${name}-own`, name, 'tool', `own_of_${name}`);
                span(`${name}-shared`, name, 'tool', 'shared');
              }
              span('back', 'repairs', 'agent', 'desk');
              const made = document.createElement('div');
              document.querySelector('main').append(made);
              const asked = flow(tree(spans));
              render(picture(asked, '', () => {}), made);
              const boxes = [...made.querySelectorAll('.node')].map((each) => each.getBoundingClientRect());
              const upon = boxes.flatMap((a, i) => boxes.slice(i + 1).filter((b) =>
                a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom));
              return [boxes.length, upon.length, made.querySelectorAll('.edge').length, asked.nodes.find((node) => node.name === 'orders').models[0].calls];
            }
            """);
    // The caller, five agents, four tools of their own and the one that all share.
    assertThat(found).isEqualTo(List.of(11, 0, 14, 1));
  }

  @Test
  void an_agent_with_code_of_its_own_is_talked_with_as_well() {
    Page page = page();
    chat(page, cadre.python("printing", PRINTING));
    say(page, "print 2 lines");
    assertThat(turn(page).locator("cadre-markdown")).containsText("printed 2");
  }

  @Test
  void a_trace_shows_who_called_whom_and_what_went_in_and_out() {
    Page page = page();
    chat(page, cadre.agent("assistant", ASSISTANT));
    say(page, "What is 12.5 * 8?");
    assertThat(turn(page)).hasAttribute("data-state", "ended");
    turn(page).locator("[aria-label='Trace of this turn']").click();
    assertThat(page.locator(".span-row.http")).containsText("POST /runtimes");
    assertThat(page.locator(".span-row.model")).hasCount(2);
    assertThat(page.locator(".map")).containsText("Calculator");
    page.locator(".span-row.tool").click();
    assertThat(page.locator(".span")).containsText("12.5 * 8");
    assertThat(page.locator(".span")).containsText("100");
    page.locator(".waterfall").press("End");
    assertThat(page.locator(".span-row[aria-selected=true]")).hasCount(1);
    page.locator(".waterfall").press("Home");
    int all = page.locator(".span-row").count();
    page.locator(".waterfall").press("ArrowLeft");
    assertThat(page.locator(".span-row")).hasCount(1);
    page.locator(".waterfall").press("ArrowRight");
    assertThat(page.locator(".span-row")).hasCount(all);
    screenshot(page, "trace");

    page.navigate(cadre.url("/console/traces"));
    assertThat(page.locator("tbody")).containsText("Assistant");
  }

  @Test
  void a_tool_is_called_by_the_form_of_its_schema() {
    Page page = page();
    page.navigate(cadre.url("/console/tools"));
    page.locator(".tool-source a", new Page.LocatorOptions().setHasText("calculator")).click();
    page.locator("cadre-schema-form .primary").click();
    assertThat(page.locator(".wrong")).containsText("required");
    page.locator("#arg-expression").fill("2^10");
    page.locator("cadre-schema-form .primary").click();
    assertThat(page.locator(".outcome")).containsText("1024");
    page.locator("#arg-expression").fill("2 +");
    page.locator("cadre-schema-form .primary").click();
    assertThat(page.locator(".outcome .pill")).containsText("failed");
    screenshot(page, "tools");
  }

  @Test
  void a_memory_is_looked_through_searched_and_made_to_forget() {
    Map<String, Object> facts =
        Map.of(
            "semanticMemoryStrategy",
            Map.of("name", "facts", "namespaces", List.of("/facts/{actorId}/")));
    String name = "browsed_" + session().substring(0, 8);
    String memory =
        cadre
            .send(
                "POST",
                "/memories/create",
                Map.of("name", name, "eventExpiryDuration", 30, "memoryStrategies", List.of(facts)))
            .path("memory")
            .path("id")
            .asString();
    Map<String, Object> said =
        Map.of(
            "conversational",
            Map.of("role", "USER", "content", Map.of("text", "I live in Bergen and I sail.")));
    cadre.send(
        "POST",
        "/memories/" + memory + "/events",
        Map.of(
            "actorId",
            "bo",
            "sessionId",
            "harbour",
            "eventTimestamp",
            System.currentTimeMillis() / 1000.0,
            "payload",
            List.of(said)));
    Cadre.await(
        () -> cadre.json("/cadre/v1/memory/" + memory + "/people/bo").path("records").size() > 0);

    Page page = page();
    page.navigate(cadre.url("/console/memory"));
    page.locator(".tiles a", new Page.LocatorOptions().setHasText(name)).click();
    assertThat(page.locator("#records + *, section[aria-labelledby=records]").first())
        .containsText("Bergen");
    page.locator("input[type=search]").fill("which town?");
    page.locator("input[type=search]").press("Enter");
    assertThat(page.locator("section[aria-label=Found]")).containsText("Bergen");
    page.locator("a", new Page.LocatorOptions().setHasText(Pattern.compile("^bo$"))).click();
    page.locator("a", new Page.LocatorOptions().setHasText("harbour")).click();
    assertThat(page.locator("cadre-memory-detail")).containsText("I live in Bergen and I sail.");
    screenshot(page, "memory");
    page.locator(".page-head .danger").click();
    page.locator("cadre-words dialog .danger").click();
    assertThat(page.locator("section[aria-labelledby=records]")).containsText("None.");
    assertThat(cadre.json("/cadre/v1/memory/" + memory).path("events").asInt()).isZero();
  }

  @Test
  void servers_machine_models_and_usage_are_shown() {
    cadre.ask(cadre.agent("assistant", ASSISTANT), session(), "What is 1 + 1?");
    Page page = page();
    page.navigate(cadre.url("/console/servers"));
    // Every interpreter is asked for its version.
    assertThat(page.locator(".checks li").first())
        .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(30_000));
    page.navigate(cadre.url("/console/usage"));
    assertThat(page.locator("section[aria-labelledby=sums] tbody")).containsText("Assistant");
    page.locator("#by").selectOption(new SelectOption().setLabel("Model"));
    assertThat(page.locator("section[aria-labelledby=sums] tbody")).containsText("offline");
    screenshot(page, "usage");
  }
}
