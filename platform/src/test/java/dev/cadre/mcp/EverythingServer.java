package dev.cadre.mcp;

import dev.cadre.json.Json;
import dev.cadre.mcp.McpCall.LogLevel;
import dev.cadre.mcp.McpCall.Question;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** What the official conformance suite wants to find in a server. */
public final class EverythingServer implements McpServer {
  private static final String PNG =
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==";
  private static final String WAV =
      "UklGRiYAAABXQVZFZm10IBAAAAABAAEAQB8AAAB9AAACABAAZGF0YQIAAAAAAA==";
  private static final Pattern TEMPLATE = Pattern.compile("test://template/([^/]+)/data");

  private final JsonNode everything = load();

  private static JsonNode load() {
    try (InputStream in = EverythingServer.class.getResourceAsStream("everything.json")) {
      return Json.parse(Objects.requireNonNull(in).readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public About about() {
    return new About("everything", "1.0.0", "For the conformance suite");
  }

  @Override
  public Set<Feature> features() {
    return EnumSet.allOf(Feature.class);
  }

  private List<ObjectNode> listed(String name) {
    List<ObjectNode> items = new ArrayList<>();
    everything.get(name).forEach(item -> items.add((ObjectNode) item));
    return items;
  }

  private ObjectNode form(String name) {
    return (ObjectNode) everything.get("forms").get(name);
  }

  @Override
  public List<ObjectNode> tools(McpCall call) {
    return listed("tools");
  }

  @Override
  public ObjectNode callTool(String name, ObjectNode arguments, McpCall call)
      throws InterruptedException {
    return switch (name) {
      case "test_simple_text" -> text("This is a simple text response for testing.");
      case "test_image_content" -> result(image());
      case "test_audio_content" ->
          result(block("audio").put("data", WAV).put("mimeType", "audio/wav"));
      case "test_embedded_resource" ->
          result(
              resource(
                  "test://embedded-resource",
                  "text/plain",
                  "This is an embedded resource content."));
      case "test_multiple_content_types" ->
          result(
              block("text").put("text", "Multiple content types test:"),
              image(),
              resource(
                  "test://mixed-content-resource",
                  "application/json",
                  "{\"test\":\"data\",\"value\":123}"));
      case "test_streaming_elicitation" -> {
        call.progress(1, 2.0, "about to ask");
        call.ask(Map.of("user_name", elicit("What is your name?", "name")));
        yield text("heard");
      }
      case "test_logging_tool", "test_tool_with_logging" -> {
        for (String line :
            List.of("Tool execution started", "Tool processing data", "Tool execution completed")) {
          call.log(LogLevel.INFO, "everything", StringNode.valueOf(line));
        }
        yield text("logged");
      }
      case "test_tool_with_progress" -> {
        for (int done : List.of(0, 50, 100)) {
          call.progress(done, 100.0, "at " + done);
        }
        yield text("done");
      }
      case "test_error_handling" ->
          text("This tool intentionally returns an error for testing").put("isError", true);
      case "test_header" -> text("region " + arguments.path("region").asString(""));
      case "json_schema_2020_12_tool" -> text("fits");
      default -> asks(name, arguments, call);
    };
  }

  private ObjectNode asks(String name, ObjectNode arguments, McpCall call)
      throws InterruptedException {
    return switch (name) {
      case "test_sampling", "test_missing_capability" -> {
        String prompt = arguments.path("prompt").asString("anything");
        JsonNode answer = call.ask(Map.of("sample", sample(prompt, 100))).get("sample");
        yield text("LLM response: " + answer.path("content").path("text").asString(""));
      }
      case "test_elicitation" -> {
        String message = arguments.path("message").asString("");
        yield text("User response: " + call.ask(Map.of("user", elicit(message, "person"))));
      }
      case "test_elicitation_sep1034_defaults" ->
          completed(call.ask(Map.of("form", elicit("Please review", "defaults"))).get("form"));
      case "test_elicitation_sep1330_enums" ->
          completed(call.ask(Map.of("form", elicit("Please choose", "enums"))).get("form"));
      case "test_input_required_result_elicitation" -> {
        JsonNode answer =
            call.ask(Map.of("user_name", elicit("What is your name?", "name"))).get("user_name");
        yield text("Hello, " + answer.path("content").path("name").asString("") + "!");
      }
      case "test_input_required_result_sampling" -> {
        String question = "What is the capital of France?";
        JsonNode answer =
            call.ask(Map.of("capital_question", sample(question, 100))).get("capital_question");
        yield text(answer.path("content").path("text").asString(""));
      }
      case "test_input_required_result_list_roots" ->
          text("roots: " + call.ask(Map.of("client_roots", new Question.Roots(Json.object()))));
      case "test_input_required_result_request_state",
          "test_input_required_result_tampered_state" -> {
        call.ask(Map.of("confirm", elicit("Please confirm", "ok")));
        yield text("state-ok");
      }
      case "test_input_required_result_multiple_inputs" ->
          text(
              "all: "
                  + call.ask(
                      Map.of(
                          "user_name", elicit("What is your name?", "name"),
                          "greeting", sample("Generate a greeting", 50),
                          "client_roots", new Question.Roots(Json.object()))));
      case "test_input_required_result_capabilities" ->
          text("heard: " + call.ask(Map.of("capital_question", sample("Any", 50))));
      case "test_input_required_result_multi_round" -> {
        call.ask(Map.of("step1", elicit("Step 1: What is your name?", "name")));
        call.ask(Map.of("step2", elicit("Step 2: What is your favorite color?", "color")));
        yield text("both rounds done");
      }
      default -> throw new Unknown("tool '" + name + "'");
    };
  }

  private static ObjectNode completed(JsonNode answer) {
    return text(
        "Elicitation completed: action="
            + answer.path("action").asString("")
            + ", content="
            + answer.path("content"));
  }

  private Question elicit(String message, String form) {
    ObjectNode params = Json.object().put("mode", "form").put("message", message);
    params.set("requestedSchema", form(form));
    return new Question.Elicit(params);
  }

  private static Question sample(String prompt, int tokens) {
    ObjectNode params = Json.object();
    params
        .putArray("messages")
        .addObject()
        .put("role", "user")
        .set("content", block("text").put("text", prompt));
    return new Question.Sample(params.put("maxTokens", tokens));
  }

  @Override
  public List<ObjectNode> resources(McpCall call) {
    return listed("resources");
  }

  @Override
  public List<ObjectNode> resourceTemplates(McpCall call) {
    return listed("templates");
  }

  @Override
  public ObjectNode readResource(String uri, McpCall call) {
    ObjectNode content = Json.object().put("uri", uri);
    Matcher template = TEMPLATE.matcher(uri);
    if (uri.equals("test://static-text")) {
      content.put("mimeType", "text/plain");
      content.put("text", "This is the content of the static text resource.");
    } else if (uri.equals("test://watched-resource")) {
      content.put("mimeType", "text/plain").put("text", "watched");
    } else if (uri.equals("test://static-binary")) {
      content.put("mimeType", "image/png").put("blob", PNG);
    } else if (template.matches()) {
      String id = template.group(1);
      ObjectNode data =
          Json.object().put("id", id).put("templateTest", true).put("data", "Data for ID: " + id);
      content.put("mimeType", "application/json").put("text", Json.text(data));
    } else {
      throw new Unknown("resource " + uri);
    }
    ObjectNode result = Json.object();
    result.putArray("contents").add(content);
    return result;
  }

  @Override
  public List<ObjectNode> prompts(McpCall call) {
    return listed("prompts");
  }

  @Override
  public ObjectNode prompt(String name, ObjectNode arguments, McpCall call)
      throws InterruptedException {
    return switch (name) {
      case "test_simple_prompt" -> messages(said("This is a simple prompt for testing."));
      case "test_prompt_with_arguments" ->
          messages(
              said(
                  "Prompt with arguments: arg1='"
                      + arguments.path("arg1").asString("")
                      + "', arg2='"
                      + arguments.path("arg2").asString("")
                      + "'"));
      case "test_prompt_with_embedded_resource" ->
          messages(
              resource(
                  arguments.path("resourceUri").asString(""),
                  "text/plain",
                  "Embedded resource content for testing."),
              said("Please process the embedded resource above."));
      case "test_prompt_with_image" -> messages(image(), said("Please analyze the image above."));
      case "test_input_required_result_prompt" -> {
        Question question = elicit("What context should the prompt use?", "context");
        JsonNode answer = call.ask(Map.of("user_context", question)).get("user_context");
        yield messages(said("In " + answer.path("content").path("context").asString("")));
      }
      default -> throw new Unknown("prompt '" + name + "'");
    };
  }

  @Override
  public ObjectNode complete(ObjectNode params, McpCall call) {
    String begun = params.path("argument").path("value").asString("");
    ObjectNode result = Json.object();
    ObjectNode completion = result.putObject("completion");
    List.of("paris", "park", "party").stream()
        .filter(word -> word.startsWith(begun))
        .forEach(completion.putArray("values")::add);
    completion.put("hasMore", false);
    return result;
  }

  private static ObjectNode messages(ObjectNode... blocks) {
    ObjectNode result = Json.object();
    for (ObjectNode block : blocks) {
      result.withArrayProperty("messages").addObject().put("role", "user").set("content", block);
    }
    return result;
  }

  private static ObjectNode said(String text) {
    return block("text").put("text", text);
  }

  private static ObjectNode text(String text) {
    return result(said(text));
  }

  private static ObjectNode result(ObjectNode... blocks) {
    ObjectNode result = Json.object();
    result.putArray("content").addAll(List.of(blocks));
    return result;
  }

  private static ObjectNode image() {
    return block("image").put("data", PNG).put("mimeType", "image/png");
  }

  private static ObjectNode resource(String uri, String mimeType, String text) {
    ObjectNode block = block("resource");
    block.putObject("resource").put("uri", uri).put("mimeType", mimeType).put("text", text);
    return block;
  }

  private static ObjectNode block(String type) {
    return Json.object().put("type", type);
  }
}
