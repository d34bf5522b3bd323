package dev.cadre.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cadre.fault.Fault;
import dev.cadre.harness.AgentDefinition.Hook;
import dev.cadre.harness.AgentDefinition.MemoryUse;
import dev.cadre.harness.AgentDefinition.Source;
import dev.cadre.harness.AgentDefinition.Supervision;
import dev.cadre.json.Json;
import dev.cadre.tool.SchemaCheck;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

class AgentFileTest {
  private static final String WHOLE =
      """
      name: support
      description: Answers questions on orders
      instructions: |
        You help people with their orders.
        Never mention ${env:HOME} to them.
      model: {id: small, maxTokens: 500, temperature: 0.2, topP: 0.9, stop: [STOP]}
      tools:
        - calculator
        - builtin: key_value
          approval: true
        - mcp: {name: orders, url: "https://orders.example/mcp"}
          only: [find_order, cancel_order]
        - gateway: gw-1
        - agent: billing
        - agent: {name: shipping, description: Knows parcels}
        - client:
            name: ask-location
            description: Where the person is
            input: {type: object, properties: {precise: {type: boolean}}}
      history: summary
      memory: none
      limits: {steps: 7, tokens: 9000, time: 2m, toolTime: 30s, cost: 0.25}
      output: {type: object, required: [answer], properties: {answer: {type: string}}}
      hooks:
        - {name: guard, on: before-tool-call, url: "http://127.0.0.1:9/guard", timeout: 500ms}
      """;

  private static final String SUPERVISOR =
      """
      name: lead
      instructions: Lead.
      tools: [{agent: orders}, {agent: {name: shop, description: Sells}}]
      supervision: {agents: 2, askBelow: 0.5, answer: 400, deadline: 1500ms}
      """;

  private final SchemaCheck schemas = new SchemaCheck();
  private final AgentFile files =
      new AgentFile(schemas, Set.of("calculator", "current_time", "key_value"));

  @Test
  void a_server_of_the_registry_is_named_alone() {
    AgentDefinition agent =
        files.read("agent.yaml", "{name: a, instructions: Help., tools: [{mcp: shop}]}");

    assertThat(agent.tools().getFirst().source()).isEqualTo(new Source.Mcp("shop", ""));
    assertThat(DefinitionJson.of(agent).path("tools").path(0).path("mcp").asString())
        .isEqualTo("shop");
  }

  @Test
  void every_key_is_read() {
    AgentDefinition agent = files.read("agent.yaml", WHOLE);
    assertThat(agent.name()).isEqualTo("support");
    assertThat(agent.instructions()).contains("${env:HOME}");
    assertThat(agent.model()).isEqualTo("small");
    assertThat(agent.sampling().maxTokens()).isEqualTo(500);
    assertThat(agent.sampling().stop()).containsExactly("STOP");
    assertThat(agent.tools()).hasSize(7);
    assertThat(agent.tools().get(1).source()).isEqualTo(new Source.BuiltIn("key_value"));
    assertThat(agent.tools().get(1).approval()).isTrue();
    assertThat(agent.tools().get(2).only()).containsExactly("find_order", "cancel_order");
    assertThat(agent.tools().get(4).source()).isEqualTo(new Source.Agent("billing", ""));
    assertThat(agent.history()).isEqualTo(AgentDefinition.History.SUMMARY);
    assertThat(agent.memory()).isEqualTo(new MemoryUse.None());
    assertThat(agent.limits().cost()).isEqualTo(new BigDecimal("0.25"));
    assertThat(agent.limits().toolTime()).isEqualTo(Duration.ofSeconds(30));
    assertThat(agent.outputSchema()).isNotNull();
    assertThat(agent.hooks())
        .containsExactly(
            new Hook(
                "guard",
                Hook.Point.BEFORE_TOOL_CALL,
                "http://127.0.0.1:9/guard",
                Duration.ofMillis(500)));
  }

  @Test
  void what_is_written_as_json_reads_as_the_same_definition() {
    AgentDefinition agent = files.read("agent.yaml", WHOLE);
    assertThat(files.read("json", AgentFile.json(agent).toString())).isEqualTo(agent);
    AgentDefinition lead = files.read("agent.yaml", SUPERVISOR);
    assertThat(lead.supervision())
        .isEqualTo(new Supervision(2, 0.5, 400, Duration.ofMillis(1_500)));
    assertThat(files.read("json", AgentFile.json(lead).toString())).isEqualTo(lead);
    AgentDefinition small = files.read("agent.yaml", "name: a\ninstructions: Help.\n");
    assertThat(files.read("json", AgentFile.json(small).toString())).isEqualTo(small);
  }

  @Test
  void everything_wrong_is_told_at_once_with_its_line() {
    String file =
        """
        name: 9lives
        instruction: Help.
        tools:
          - calculater
          - {builtin: calculator, mcp: {name: x, url: "ftp://x"}}
        limits: {steps: 0, time: soon}
        output: {type: strin}
        memory: forever
        hooks: [{url: here}]
        """;
    assertThatThrownBy(() -> files.read("agent.yaml", file))
        .isInstanceOf(Fault.Invalid.class)
        .hasMessageContaining("agent.yaml:1: name is '9lives'; it must be a letter")
        .hasMessageContaining(
            "agent.yaml:2: instruction is not a known key; did you mean 'instructions'?")
        .hasMessageContaining("instructions is missing")
        .hasMessageContaining("agent.yaml:4: tools[0].builtin is 'calculater'")
        .hasMessageContaining("did you mean 'calculator'?")
        .hasMessageContaining("agent.yaml:5: tools[1] has builtin and mcp; keep one")
        .hasMessageContaining("agent.yaml:6: limits.steps is 0; it must be 1 to 1000")
        .hasMessageContaining("agent.yaml:6: limits.time must be a duration")
        .hasMessageContaining("agent.yaml:7: output is no schema: type")
        .hasMessageContaining("agent.yaml:8: memory is 'forever'")
        .hasMessageContaining("agent.yaml:9: hooks[0].on is missing")
        .hasMessageContaining("agent.yaml:9: hooks[0].url is 'here'");
  }

  @Test
  void the_schema_for_editors_is_one_and_takes_what_the_parser_takes() {
    ObjectNode schema = (ObjectNode) Json.parse(AgentFile.schema());
    assertThat(schemas.problems(schema)).isEmpty();
    assertThat(schemas.violations(schema, yaml(WHOLE))).isEmpty();
    AgentDefinition agent = files.read("agent.yaml", WHOLE);
    assertThat(schemas.violations(schema, AgentFile.json(agent))).isEmpty();
  }

  @Test
  void the_schema_has_every_key_of_the_parser_and_no_other() {
    // What the writer writes with everything set is every key; the schema lists them by section.
    ObjectNode schema = (ObjectNode) Json.parse(AgentFile.schema());
    ObjectNode written = AgentFile.json(files.read("agent.yaml", WHOLE));
    ObjectNode supervisor = AgentFile.json(files.read("agent.yaml", SUPERVISOR));
    Set<String> every = new TreeSet<>(names(written));
    every.addAll(names(supervisor));
    assertThat(names(schema.at("/properties"))).isEqualTo(every);
    assertThat(names(schema.at("/properties/supervision/properties")))
        .isEqualTo(names(supervisor.path("supervision")));
    assertThat(names(schema.at("/properties/limits/properties")))
        .isEqualTo(names(written.path("limits")));
    assertThat(names(schema.at("/properties/model/oneOf/1/properties")))
        .isEqualTo(names(written.path("model")));
    assertThat(names(schema.at("/properties/hooks/items/properties")))
        .isEqualTo(names(written.path("hooks").get(0)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{name: a}",
        "{instructions: Help.}",
        "{name: a b, instructions: Help.}",
        "{name: a, instructions: ''}",
        "{name: a, instructions: Help., nonsense: 1}",
        "{name: a, instructions: Help., tools: calculator}",
        "{name: a, instructions: Help., tools: [abacus]}",
        "{name: a, instructions: Help., tools: [{approval: true}]}",
        "{name: a, instructions: Help., tools: [{mcp: {url: 'http://a'}}]}",
        "{name: a, instructions: Help., tools: [{mcp: {name: m, url: 'ftp://m'}}]}",
        "{name: a, instructions: Help., tools: [{client: {name: c}}]}",
        "{name: a, instructions: Help., tools: [{client: {name: a b, description: d}}]}",
        "{name: a, instructions: Help., model: {temperature: 3}}",
        "{name: a, instructions: Help., model: {maxTokens: 0}}",
        "{name: a, instructions: Help., history: forget}",
        "{name: a, instructions: Help., memory: all}",
        "{name: a, instructions: Help., limits: {steps: 1001}}",
        "{name: a, instructions: Help., limits: {time: soon}}",
        "{name: a, instructions: Help., limits: {cost: -1}}",
        "{name: a, instructions: Help., output: text}",
        "{name: a, instructions: Help., supervision: {}}",
        "{name: a, instructions: Help., supervision: {}, tools: [calculator]}",
        "{name: a, instructions: Help., supervision: {agents: 17}, tools: [{agent: b}]}",
        "{name: a, instructions: Help., supervision: {}, tools: [{agent: b}], output: {}}",
        "{name: a, instructions: Help., hooks: [{url: 'http://h'}]}",
        "{name: a, instructions: Help., hooks: [{on: sometimes, url: 'http://h'}]}",
      })
  void schema_and_parser_refuse_the_same(String file) {
    ObjectNode schema = (ObjectNode) Json.parse(AgentFile.schema());
    assertThat(schemas.violations(schema, yaml(file))).isNotEmpty();
    assertThatThrownBy(() -> files.read("agent.yaml", file)).isInstanceOf(Fault.Invalid.class);
  }

  private static JsonNode yaml(String text) {
    return new YAMLMapper().readTree(text);
  }

  private static Set<String> names(JsonNode node) {
    Set<String> names = new TreeSet<>();
    List<Map.Entry<String, JsonNode>> entries = List.copyOf(node.properties());
    entries.forEach(entry -> names.add(entry.getKey()));
    return names;
  }

  @Test
  void a_memory_is_read_with_what_is_wanted_of_it_and_written_back() {
    AgentDefinition agent =
        files.read(
            "agent.yaml",
            """
            name: a
            instructions: Help.
            memory: {use: people, actor: anna, strategies: [facts], top: 7, summaries: 0}
            """);
    assertThat(agent.memory())
        .isEqualTo(new MemoryUse.LongTerm("people", "anna", List.of("facts"), 7, 0, 3, List.of()));
    assertThat(files.read("again", Json.text(AgentFile.json(agent)))).isEqualTo(agent);
    assertThat(agent.remembering("ben")).isEqualTo(agent);
  }

  @Test
  void a_memory_without_an_actor_is_of_whoever_calls() {
    AgentDefinition agent =
        files.read("agent.yaml", "{name: a, instructions: Help., memory: {use: people}}");
    assertThat(agent.remembering("ben").memory())
        .isEqualTo(new MemoryUse.LongTerm("people", "ben", List.of(), 5, 3, 3, List.of()));
  }

  @Test
  void what_is_wanted_of_no_memory_is_refused() {
    assertThatThrownBy(
            () ->
                files.read(
                    "agent.yaml",
                    """
                    name: a
                    instructions: Help.
                    memory:
                      top: 5
                      usee: people
                    """))
        .isInstanceOf(Fault.Invalid.class)
        .hasMessageContaining("agent.yaml:4: memory.top needs use")
        .hasMessageContaining("did you mean 'use'?");
  }
}
