package dev.cadre.provider;

import dev.cadre.json.Json;
import dev.cadre.model.Content;
import dev.cadre.model.Message;
import dev.cadre.model.ModelException;
import dev.cadre.model.ModelRequest;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.PdfFileContent;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A request in LangChain4j's terms. The schemas of tools are left out here and written by the
 * {@link Dialect}: LangChain4j's own model of JSON Schema has no place for much of it.
 */
final class Conversation {
  private static final String UNKNOWN_TOOL = "unknown";

  private final Reads reads;
  private final Map<String, String> toolNames = new HashMap<>();
  private final List<ChatMessage> messages = new ArrayList<>();

  /**
   * What a provider can be sent.
   *
   * @param provider as the operator named it
   * @param pdf documents in PDF
   * @param imagesInResults images in what tools answered; otherwise they follow in a message
   */
  record Reads(String provider, boolean pdf, boolean imagesInResults) {}

  private Conversation(Reads reads) {
    this.reads = reads;
  }

  static ChatRequest of(ModelRequest request, String system, Reads reads) {
    Conversation conversation = new Conversation(reads);
    if (!system.isBlank()) {
      conversation.messages.add(SystemMessage.from(system));
    }
    request.messages().forEach(conversation::add);
    return ChatRequest.builder()
        .modelName(request.model())
        .messages(conversation.messages)
        .maxOutputTokens(request.sampling().maxTokens())
        .temperature(request.sampling().temperature())
        .topP(request.sampling().topP())
        .stopSequences(request.sampling().stop())
        .toolSpecifications(
            request.tools().stream()
                .map(
                    tool ->
                        ToolSpecification.builder()
                            .name(tool.name())
                            .description(tool.description())
                            .parameters(JsonObjectSchema.builder().build())
                            .build())
                .toList())
        .build();
  }

  /** The names of the tools whose results {@code request} holds, in the order they are sent. */
  static List<String> toolsOfResults(ModelRequest request) {
    Map<String, String> names = new HashMap<>();
    List<String> tools = new ArrayList<>();
    for (Message message : request.messages()) {
      for (Content block : message.content()) {
        switch (block) {
          case Content.ToolCall call -> names.put(call.id(), call.name());
          case Content.ToolResult result ->
              tools.add(names.getOrDefault(result.callId(), UNKNOWN_TOOL));
          case Content.Text _,
              Content.Image _,
              Content.Document _,
              Content.Data _,
              Content.Reasoning _ -> {}
        }
      }
    }
    return tools;
  }

  private void add(Message message) {
    switch (message) {
      case Message.User(List<Content> content) -> user(content);
      case Message.Assistant(List<Content> content) -> assistant(content);
    }
  }

  private void user(List<Content> blocks) {
    List<dev.langchain4j.data.message.Content> said = new ArrayList<>();
    for (Content block : blocks) {
      if (block instanceof Content.ToolResult result) {
        said.addAll(result(result));
      }
    }
    for (Content block : blocks) {
      if (!(block instanceof Content.ToolResult)) {
        said.add(content(block));
      }
    }
    if (!said.isEmpty()) {
      messages.add(UserMessage.from(said));
    }
  }

  /** Adds the result's message; returns what has to be said beside it. */
  private List<dev.langchain4j.data.message.Content> result(Content.ToolResult result) {
    List<dev.langchain4j.data.message.Content> inside = new ArrayList<>();
    List<dev.langchain4j.data.message.Content> beside = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    for (Content block : result.content()) {
      dev.langchain4j.data.message.Content content = content(block);
      if (content instanceof TextContent words) {
        text.append(text.isEmpty() ? "" : "\n").append(words.text());
      } else if (content instanceof ImageContent && reads.imagesInResults()) {
        inside.add(content);
      } else {
        beside.add(content);
      }
    }
    if (!beside.isEmpty()) {
      text.append(text.isEmpty() ? "" : "\n").append("(attached below)");
    }
    // The wire of Anthropic alone marks a failed call; to the others it is said.
    boolean told = result.error() && !reads.imagesInResults();
    String words = told ? "Error: " + text : text.toString();
    if (!words.isEmpty() || inside.isEmpty()) {
      inside.addFirst(TextContent.from(words.isEmpty() ? "(no output)" : words));
    }
    messages.add(
        ToolExecutionResultMessage.builder()
            .id(result.callId())
            .toolName(toolNames.getOrDefault(result.callId(), UNKNOWN_TOOL))
            .contents(inside)
            .isError(result.error())
            .build());
    return beside;
  }

  private void assistant(List<Content> blocks) {
    AiMessage.Builder message = AiMessage.builder();
    String text = Content.text(blocks);
    List<ToolExecutionRequest> calls = new ArrayList<>();
    for (Content block : blocks) {
      if (block instanceof Content.ToolCall call) {
        toolNames.put(call.id(), call.name());
        calls.add(
            ToolExecutionRequest.builder()
                .id(call.id())
                .name(call.name())
                .arguments(Json.text(call.arguments()))
                .build());
      } else if (block instanceof Content.Reasoning(String thought, String signature)
          && signature != null) {
        message.thinking(thought).attributes(Map.of("thinking_signature", signature));
      }
    }
    if (!text.isEmpty() || !calls.isEmpty()) {
      message.text(text.isEmpty() ? null : text).toolExecutionRequests(calls);
      messages.add(message.build());
    }
  }

  private dev.langchain4j.data.message.Content content(Content block) {
    return switch (block) {
      case Content.Text(String text) -> TextContent.from(text);
      case Content.Image(String mediaType, var data) -> ImageContent.from(data.toBase64(), mediaType, ImageContent.DetailLevel.AUTO);
      case Content.Document document -> document(document);
      case Content.Data(var json) -> TextContent.from(Json.text(json));
      case Content.ToolCall _, Content.ToolResult _, Content.Reasoning _ ->
          throw new ModelException.Invalid(
              "a message of the user holds text, images, documents and results of tools alone");
    };
  }

  private dev.langchain4j.data.message.Content document(Content.Document document) {
    if (document.mediaType().equals("application/pdf") && reads.pdf()) {
      return PdfFileContent.from(document.data().toBase64(), document.mediaType());
    }
    boolean text =
        document.mediaType().startsWith("text/") || document.mediaType().equals("application/json");
    if (!text) {
      throw new ModelException.Invalid(
          "models at '"
              + reads.provider()
              + "' read no documents of the type "
              + document.mediaType()
              + "; send it as text");
    }
    String content = new String(document.data().toArray(), StandardCharsets.UTF_8);
    return TextContent.from(
        "<document name=\"" + document.name() + "\">\n" + content + "\n</document>");
  }
}
