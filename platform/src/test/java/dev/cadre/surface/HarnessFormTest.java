package dev.cadre.surface;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cadre.fault.Fault;
import dev.cadre.harness.AgentDefinition;
import dev.cadre.harness.AgentDefinition.MemoryUse;
import dev.cadre.harness.AgentDefinition.Source;
import dev.cadre.harness.AgentFile;
import dev.cadre.harness.TurnInput;
import dev.cadre.json.Json;
import dev.cadre.model.Content;
import dev.cadre.tool.SchemaCheck;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class HarnessFormTest {
  private static final DeclaredFiles FILES =
      new DeclaredFiles(new AgentFile(new SchemaCheck(), Set.of("calculator")));
  private static final ObjectNode NAMED = Json.object().put("name", "helper");

  private static AgentDefinition definition(ObjectNode base, String members) {
    ObjectNode form = FILES.ofHarness(base, object(members));
    return new AgentFile(new SchemaCheck(), Set.of("calculator"))
        .read("definition", Json.text(form));
  }

  private static ObjectNode object(String json) {
    return (ObjectNode) Json.parse(json);
  }

  @Test
  void a_harness_of_nothing_is_an_agent_with_the_default_model() {
    AgentDefinition agent = definition(NAMED, "{}");
    assertThat(agent.name()).isEqualTo("helper");
    assertThat(agent.model()).isEqualTo("default");
    assertThat(agent.tools()).isEmpty();
  }

  @Test
  void every_member_in_force_is_found_in_the_agent() {
    AgentDefinition agent =
        definition(
            NAMED,
            """
            {"model": {"bedrockModelConfig": {"modelId": "us.nova", "temperature": 0.5, "maxTokens": 900}},
             "systemPrompt": [{"text": "You help."}, {"text": "Be brief."}],
             "tools": [
               {"type": "remote_mcp", "name": "docs", "config": {"remoteMcp": {"url": "http://127.0.0.1:9/mcp"}}},
               {"type": "agentcore_gateway", "config": {"agentCoreGateway": {"gatewayArn": "gw-1"}}},
               {"type": "inline_function", "name": "pick", "config": {"inlineFunction":
                 {"description": "Picks", "inputSchema": {"type": "object"}}}}],
             "truncation": {"strategy": "summarization"},
             "maxIterations": 3, "maxTokens": 500, "timeoutSeconds": 60}
            """);
    assertThat(agent.model()).isEqualTo("us.nova");
    assertThat(agent.sampling().temperature()).isEqualTo(0.5);
    assertThat(agent.sampling().maxTokens()).isEqualTo(500);
    assertThat(agent.instructions()).isEqualTo("You help.\nBe brief.");
    assertThat(agent.tools())
        .extracting(AgentDefinition.ToolUse::source)
        .containsExactly(
            new Source.Mcp("docs", "http://127.0.0.1:9/mcp"),
            new Source.Gateway("gw-1"),
            new Source.Client("pick", "Picks", object("{\"type\":\"object\"}")));
    assertThat(agent.history()).isEqualTo(AgentDefinition.History.SUMMARY);
    assertThat(agent.limits().steps()).isEqualTo(3);
    assertThat(agent.limits().time()).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void only_allowed_tools_stay() {
    String tools =
        """
        "tools": [
          {"type": "remote_mcp", "name": "docs", "config": {"remoteMcp": {"url": "http://127.0.0.1:9/a"}}},
          {"type": "remote_mcp", "name": "code", "config": {"remoteMcp": {"url": "http://127.0.0.1:9/b"}}},
          {"type": "inline_function", "name": "pick", "config": {"inlineFunction":
            {"description": "Picks", "inputSchema": {"type": "object"}}}}]
        """;
    AgentDefinition agent =
        definition(NAMED, "{" + tools + ", \"allowedTools\": [\"@docs/find\", \"pick\"]}");
    assertThat(agent.tools()).hasSize(2);
    assertThat(agent.tools().getFirst().only()).containsExactly("find");
    assertThat(definition(NAMED, "{" + tools + ", \"allowedTools\": [\"*\"]}").tools()).hasSize(3);
    assertThat(definition(NAMED, "{" + tools + ", \"allowedTools\": [\"@code\"]}").tools())
        .hasSize(1);
  }

  @Test
  void an_agent_of_a_file_keeps_what_a_harness_cannot_say() {
    ObjectNode file =
        FILES.ofFile(
            "agent.yaml",
            """
            name: helper
            instructions: Help.
            tools: [calculator]
            output: {type: object}
            """);
    AgentDefinition agent = definition(file, "{\"systemPrompt\": [{\"text\": \"Help more.\"}]}");
    assertThat(agent.instructions()).isEqualTo("Help more.");
    assertThat(agent.tools().getFirst().source()).isEqualTo(new Source.BuiltIn("calculator"));
    assertThat(agent.outputSchema()).isNotNull();
    JsonNode shown = FILES.toHarness(file);
    assertThat(shown.at("/model/bedrockModelConfig/modelId").asString()).isEqualTo("default");
    assertThat(shown.at("/systemPrompt/0/text").asString()).isEqualTo("Help.");
    assertThat(shown.path("tools")).isEmpty();
  }

  @Test
  void what_would_silently_not_happen_is_refused_all_at_once() {
    assertThatThrownBy(
            () ->
                definition(
                    NAMED,
                    """
                    {"tools": [{"type": "agentcore_browser"},
                       {"type": "remote_mcp", "config": {"remoteMcp":
                         {"url": "http://127.0.0.1:9/a", "headers": {"Authorization": "x"}}}}],
                     "skills": [{"path": "/skills/a"}],
                     "hooks": [{"beforeToolCall": {"name": "gate"}}]}
                    """))
        .isInstanceOf(Fault.Invalid.class)
        .hasMessageContaining("tools.1.member.type is agentcore_browser")
        .hasMessageContaining("tools.2.member.config.remoteMcp.headers")
        .hasMessageContaining("skills")
        .hasMessageContaining("hooks");
  }

  @Test
  void the_last_message_of_an_invocation_is_what_is_new() {
    assertThat(
            HarnessMessages.input(
                Json.parse(
                    """
                    [{"role": "user", "content": [{"text": "Old"}]},
                     {"role": "assistant", "content": [{"toolUse": {}}]},
                     {"role": "user", "content": [{"toolResult":
                       {"toolUseId": "c1", "content": [{"json": {"a": 1}}, {"text": "b"}], "status": "error"}}]}]
                    """)))
        .isEqualTo(
            new TurnInput.Results(
                List.of(
                    new Content.ToolResult(
                        "c1",
                        List.of(new Content.Data(Json.parse("{\"a\":1}")), new Content.Text("b")),
                        true))));
    assertThatThrownBy(
            () -> HarnessMessages.input(Json.parse("[{\"role\":\"assistant\",\"content\":[]}]")))
        .hasMessageContaining("role user");
  }

  @Test
  void a_harness_of_a_memory_recalls_where_its_configuration_says() {
    String arn = "arn:aws:bedrock-agentcore:us-east-1:123456789012:memory/people-abcdefghij";
    AgentDefinition agent =
        definition(
            NAMED,
            """
            {"memory": {"agentCoreMemoryConfiguration": {"arn": "%s", "actorId": "anna", "retrievalConfig": {
              "/facts/{actorId}": {"topK": 3, "relevanceScore": 0.5},
              "/{memoryStrategyId}/{sessionId}": {"strategyId": "facts-0123456789"}}}}}
            """
                .formatted(arn));
    assertThat(agent.memory())
        .isEqualTo(
            new MemoryUse.LongTerm(
                "people-abcdefghij",
                "anna",
                List.of(),
                5,
                3,
                3,
                List.of(
                    new MemoryUse.Recall("/facts/{actorId}", 3, 0.5, ""),
                    new MemoryUse.Recall(
                        "/{memoryStrategyId}/{sessionId}", 10, 0.2, "facts-0123456789"))));
    assertThat(
            definition(
                    NAMED,
                    "{\"memory\": {\"agentCoreMemoryConfiguration\": {\"arn\": \"" + arn + "\"}}}")
                .memory())
        .isEqualTo(new MemoryUse.LongTerm("people-abcdefghij", "", List.of(), 5, 3, 3, List.of()));
  }

  @Test
  void a_memory_that_is_disabled_is_none_beyond_the_session() {
    ObjectNode base = NAMED.deepCopy();
    base.putObject("memory").put("use", "people");
    assertThat(definition(base, "{\"memory\": {\"disabled\": {}}}").memory())
        .isEqualTo(new MemoryUse.Session());
    assertThat(definition(base, "{}").memory()).isInstanceOf(MemoryUse.LongTerm.class);
  }

  @Test
  void a_memory_that_the_harness_would_have_to_make_is_refused_by_name() {
    assertThatThrownBy(
            () -> definition(NAMED, "{\"memory\": {\"managedMemoryConfiguration\": {}}}"))
        .isInstanceOf(Fault.Invalid.class)
        .hasMessageContaining("memory.managedMemoryConfiguration");
  }
}
