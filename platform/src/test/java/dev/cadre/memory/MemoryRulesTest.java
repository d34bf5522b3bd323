package dev.cadre.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cadre.fault.Fault;
import dev.cadre.json.Json;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MemoryRulesTest {
  private Memories memories;

  @BeforeAll
  void open() {
    memories = new Memories();
  }

  @AfterAll
  void close() {
    memories.close();
  }

  private static String schema(String entries) {
    return "{'semanticMemoryStrategy': {'name': 'facts', 'memoryRecordSchema': {'metadataSchema': ["
        + entries
        + "]}}}";
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'key': 'a'}, {'key': 'a', 'type': 'NUMBER'}|named twice",
        "{'key': 'stars', 'type': 'STRING'}|indexes it as a NUMBER",
        "{'key': 'a', 'extractionType': 'STRICTLY_CONSISTENT', 'extractionConfig':"
            + " {'llmExtractionConfig': {'definition': 'd'}}}|LLM_INFERRED",
        "{'key': 'a', 'extractionConfig': {'llmExtractionConfig': {'validation':"
            + " {'numberValidation': {'minValue': 1}}}}}|stringValidation",
        "{'key': 'a', 'type': 'NUMBER', 'extractionConfig': {'llmExtractionConfig': {'validation':"
            + " {'numberValidation': {'minValue': 2, 'maxValue': 1}}}}}|minValue is over maxValue"
      })
  void a_schema_that_cannot_hold_is_refused(String entries, String says) {
    assertThatThrownBy(
            () ->
                memories.create(
                    input -> {
                      ObjectNode key = input.putArray("indexedKeys").addObject();
                      key.put("key", "stars").put("type", "NUMBER");
                      return input;
                    },
                    schema(entries)))
        .isInstanceOf(Fault.Invalid.class)
        .hasMessageContaining(says);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'indexedKeys': [{'key': 'a', 'type': 'STRING'}, {'key': 'a', 'type': 'NUMBER'}]}|named"
            + " twice",
        "{'indexedKeys': [{'key': 'x-amz-agentcore-memory-createdAt', 'type': 'STRING'}]}|choose"
            + " another",
        "{'namespaceKeys': [{'key': 'team'}, {'key': 'team'}]}|named twice",
        "{'streamDeliveryResources': {'resources': [{'kinesis': {'dataStreamArn':"
            + " 'arn'}}]}}|Kinesis"
      })
  void what_a_memory_cannot_be_is_refused_by_name(String members, String says) {
    assertThatThrownBy(
            () ->
                memories.create(
                    input -> {
                      input.setAll(Memories.object(members));
                      return input;
                    }))
        .isInstanceOf(Fault.Invalid.class)
        .hasMessageContaining(says);
  }

  @Test
  void the_old_and_the_new_name_of_a_namespace_may_not_disagree() {
    assertThatThrownBy(
            () ->
                memories.create(
                    "{'semanticMemoryStrategy': {'name': 'f', 'namespaces': ['/a'],"
                        + " 'namespaceTemplates': ['/b']}}"))
        .isInstanceOf(Fault.Invalid.class)
        .hasMessageContaining("give one of them");
    Memory memory =
        memories.create(
            "{'semanticMemoryStrategy': {'name': 'f', 'namespaces': ['/a'], 'namespaceTemplates':"
                + " ['/a']}}");
    ObjectNode update = Json.object().put("memoryId", memory.id().value());
    ObjectNode change =
        update.putObject("memoryStrategies").putArray("modifyMemoryStrategies").addObject();
    change.put("memoryStrategyId", memory.strategies().getFirst().id());
    change.putArray("namespaces").add("/c");
    change.putArray("namespaceTemplates").add("/d");
    assertThatThrownBy(() -> memories.control.update(update))
        .isInstanceOf(Fault.Invalid.class)
        .hasMessageContaining("give one of them");
    assertThat(memories.control.get(Json.object().put("memoryId", memory.id().value())).toString())
        .contains("/a");
  }
}
