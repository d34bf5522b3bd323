package dev.cadre.toolkit.cloud;

import dev.cadre.json.Json;
import dev.cadre.model.ToolSpec;
import dev.cadre.tool.Schemas;
import dev.cadre.tool.Tool;
import dev.cadre.tool.ToolInvocation;
import dev.cadre.tool.ToolOutcome;
import java.util.Objects;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ConversationRole;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseResponse;
import software.amazon.awssdk.services.bedrockruntime.model.Message;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** One question to a model of Bedrock. */
final class InvokeModel implements Tool {
  private static final String SCHEMA =
      """
      {
        "type": "object",
        "properties": {
          "prompt": {
            "type": "string",
            "minLength": 1,
            "maxLength": 100000,
            "description": "What the model is asked"
          },
          "max_tokens": {
            "type": "integer",
            "minimum": 1,
            "maximum": 8192,
            "description": "How long its answer may be. Default: 100"
          },
          "model": {
            "type": "string",
            "minLength": 1,
            "maxLength": 2048,
            "description": "A model's id or ARN. Default: the server's own"
          }
        },
        "required": ["prompt"],
        "additionalProperties": false
      }
      """;
  private static final int DEFAULT_TOKENS = 100;

  private final BedrockRuntimeClient bedrock;
  private final String model;
  private final ToolSpec spec;

  InvokeModel(BedrockRuntimeClient bedrock, String model) {
    this.bedrock = bedrock;
    this.model = model;
    this.spec =
        new ToolSpec(
            "invoke_bedrock_model",
            "Asks a language model of Amazon Bedrock one question and returns its answer. Without a"
                + " model it is "
                + model
                + ".",
            Schemas.of(SCHEMA));
  }

  @Override
  public ToolSpec spec() {
    return spec;
  }

  @Override
  public ToolOutcome call(ToolInvocation invocation) throws InterruptedException {
    JsonNode arguments = invocation.arguments();
    return AwsCall.of("Asking the model", () -> ask(arguments));
  }

  private ObjectNode ask(JsonNode arguments) {
    String asked = arguments.path("model").asString(model);
    Message question =
        Message.builder()
            .role(ConversationRole.USER)
            .content(ContentBlock.fromText(arguments.path("prompt").asString()))
            .build();
    ConverseResponse response =
        bedrock.converse(
            request ->
                request
                    .modelId(asked)
                    .inferenceConfig(
                        c -> c.maxTokens(arguments.path("max_tokens").asInt(DEFAULT_TOKENS)))
                    .messages(question));
    String text =
        response.output().message().content().stream()
            .map(ContentBlock::text)
            .filter(Objects::nonNull)
            .collect(Collectors.joining());
    return Json.object()
        .put("text", text)
        .put("model", asked)
        .put("stop_reason", response.stopReasonAsString())
        .put("input_tokens", response.usage().inputTokens())
        .put("output_tokens", response.usage().outputTokens());
  }
}
