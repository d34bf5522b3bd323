package dev.cadre.provider;

import dev.cadre.model.Content;
import dev.cadre.model.Message;
import dev.cadre.model.ModelException;
import dev.cadre.model.ModelRequest;
import dev.cadre.model.Sampling;
import dev.cadre.model.ToolChoice;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.bedrockruntime.model.CachePointBlock;
import software.amazon.awssdk.services.bedrockruntime.model.CachePointType;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ConversationRole;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamRequest;
import software.amazon.awssdk.services.bedrockruntime.model.DocumentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.DocumentSource;
import software.amazon.awssdk.services.bedrockruntime.model.ImageBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ImageSource;
import software.amazon.awssdk.services.bedrockruntime.model.InferenceConfiguration;
import software.amazon.awssdk.services.bedrockruntime.model.ReasoningContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ReasoningTextBlock;
import software.amazon.awssdk.services.bedrockruntime.model.SystemContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.Tool;
import software.amazon.awssdk.services.bedrockruntime.model.ToolConfiguration;
import software.amazon.awssdk.services.bedrockruntime.model.ToolInputSchema;
import software.amazon.awssdk.services.bedrockruntime.model.ToolResultBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ToolResultContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ToolResultStatus;
import software.amazon.awssdk.services.bedrockruntime.model.ToolSpecification;
import software.amazon.awssdk.services.bedrockruntime.model.ToolUseBlock;

/** Requests as Bedrock's ConverseStream takes them. */
final class BedrockRequests {
  private static final Map<String, String> DOCUMENTS =
      Map.of(
          "application/pdf", "pdf",
          "text/csv", "csv",
          "application/msword", "doc",
          "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx",
          "application/vnd.ms-excel", "xls",
          "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx",
          "text/html", "html",
          "text/markdown", "md",
          "text/plain", "txt",
          "application/json", "txt");

  private BedrockRequests() {}

  /**
   * @param cache whether to mark instructions and tools for the prompt cache, which models that
   *     have none refuse
   */
  static ConverseStreamRequest of(ModelRequest request, boolean cache) {
    ConverseStreamRequest.Builder sent =
        ConverseStreamRequest.builder()
            .modelId(request.model())
            .messages(request.messages().stream().map(BedrockRequests::message).toList())
            .inferenceConfig(inference(request.sampling()))
            .toolConfig(tools(request));
    String system = SchemaAsked.in(request);
    if (!system.isBlank()) {
      List<SystemContentBlock> blocks = new ArrayList<>();
      blocks.add(SystemContentBlock.fromText(system));
      if (cache) {
        // A mark holds for all before it: the tools come before the instructions.
        blocks.add(
            SystemContentBlock.fromCachePoint(
                CachePointBlock.builder().type(CachePointType.DEFAULT).build()));
      }
      sent.system(blocks);
    }
    return sent.build();
  }

  private static @Nullable InferenceConfiguration inference(Sampling sampling) {
    if (sampling.equals(Sampling.DEFAULT)) {
      return null;
    }
    InferenceConfiguration.Builder config =
        InferenceConfiguration.builder().maxTokens(sampling.maxTokens());
    Double temperature = sampling.temperature();
    Double topP = sampling.topP();
    if (temperature != null) {
      config.temperature(temperature.floatValue());
    }
    if (topP != null) {
      config.topP(topP.floatValue());
    }
    if (!sampling.stop().isEmpty()) {
      config.stopSequences(sampling.stop());
    }
    return config.build();
  }

  /** Converse has no choice of no tool; but it wants the tools that the conversation used. */
  private static @Nullable ToolConfiguration tools(ModelRequest request) {
    if (request.tools().isEmpty()) {
      return null;
    }
    ToolConfiguration.Builder config =
        ToolConfiguration.builder()
            .tools(
                request.tools().stream()
                    .map(
                        tool ->
                            Tool.fromToolSpec(
                                ToolSpecification.builder()
                                    .name(tool.name())
                                    .description(
                                        tool.description().isBlank()
                                            ? tool.name()
                                            : tool.description())
                                    .inputSchema(
                                        ToolInputSchema.fromJson(
                                            Documents.of(tool.inputSchema())))
                                    .build()))
                    .toList());
    switch (request.toolChoice()) {
      case ToolChoice.Auto _, ToolChoice.None _ -> {}
      case ToolChoice.Any _ -> config.toolChoice(choice -> choice.any(_ -> {}));
      case ToolChoice.One(String name) ->
          config.toolChoice(choice -> choice.tool(tool -> tool.name(name)));
    }
    return config.build();
  }

  private static software.amazon.awssdk.services.bedrockruntime.model.Message message(
      Message message) {
    ConversationRole role =
        switch (message) {
          case Message.User _ -> ConversationRole.USER;
          case Message.Assistant _ -> ConversationRole.ASSISTANT;
        };
    return software.amazon.awssdk.services.bedrockruntime.model.Message.builder()
        .role(role)
        .content(message.content().stream().flatMap(block -> block(block).stream()).toList())
        .build();
  }

  /** Nothing for what Converse does not take back. */
  private static List<ContentBlock> block(Content block) {
    return switch (block) {
      case Content.Text(String text) ->
          text.isBlank() ? List.of() : List.of(ContentBlock.fromText(text));
      case Content.Image image -> List.of(ContentBlock.fromImage(image(image)));
      case Content.Document document -> List.of(ContentBlock.fromDocument(document(document)));
      case Content.Data(var json) -> List.of(ContentBlock.fromText(json.toString()));
      case Content.ToolCall(String id, String name, var arguments) ->
          List.of(
              ContentBlock.fromToolUse(
                  ToolUseBlock.builder()
                      .toolUseId(id)
                      .name(name)
                      .input(Documents.of(arguments))
                      .build()));
      case Content.ToolResult result -> List.of(ContentBlock.fromToolResult(result(result)));
      case Content.Reasoning(String text, String signature) ->
          signature == null
              ? List.of()
              : List.of(
                  ContentBlock.fromReasoningContent(
                      ReasoningContentBlock.fromReasoningText(
                          ReasoningTextBlock.builder().text(text).signature(signature).build())));
    };
  }

  private static ToolResultBlock result(Content.ToolResult result) {
    List<ToolResultContentBlock> content =
        result.content().stream().map(BedrockRequests::inResult).toList();
    return ToolResultBlock.builder()
        .toolUseId(result.callId())
        .content(
            content.isEmpty() ? List.of(ToolResultContentBlock.fromText("(no output)")) : content)
        .status(result.error() ? ToolResultStatus.ERROR : ToolResultStatus.SUCCESS)
        .build();
  }

  private static ToolResultContentBlock inResult(Content block) {
    return switch (block) {
      case Content.Text(String text) -> ToolResultContentBlock.fromText(text);
      // Converse takes objects alone as JSON.
      case Content.Data(var json) ->
          json.isObject()
              ? ToolResultContentBlock.fromJson(Documents.of(json))
              : ToolResultContentBlock.fromText(json.toString());
      case Content.Image image -> ToolResultContentBlock.fromImage(image(image));
      case Content.Document document -> ToolResultContentBlock.fromDocument(document(document));
      case Content.ToolCall _, Content.ToolResult _, Content.Reasoning _ ->
          throw new ModelException.Invalid(
              "the result of a tool holds text, data, images and documents alone");
    };
  }

  private static ImageBlock image(Content.Image image) {
    return ImageBlock.builder()
        .format(image.mediaType().substring(image.mediaType().indexOf('/') + 1))
        .source(ImageSource.fromBytes(SdkBytes.fromByteArray(image.data().toArray())))
        .build();
  }

  private static DocumentBlock document(Content.Document document) {
    String format = DOCUMENTS.get(document.mediaType().toLowerCase(Locale.ROOT));
    if (format == null) {
      throw new ModelException.Invalid(
          "models at Bedrock read no documents of the type "
              + document.mediaType()
              + "; send it as text");
    }
    return DocumentBlock.builder()
        .format(format)
        // Converse takes no other characters, and no two spaces together.
        .name(document.name().replaceAll("[^A-Za-z0-9()\\[\\]-]+", " ").strip())
        .source(DocumentSource.fromBytes(SdkBytes.fromByteArray(document.data().toArray())))
        .build();
  }
}
