package dev.cadre.mcp;

import dev.cadre.config.ConfigReader;
import dev.cadre.credential.Consenting;
import dev.cadre.credential.Outbound;
import dev.cadre.credential.ServerAuthorization;
import dev.cadre.fault.Fault;
import dev.cadre.http.Principal;
import dev.cadre.json.Json;
import io.opentelemetry.context.Context;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Our client, made to do to the conformance suite's server all that it can: the suite looks at what
 * it sends. The last argument is the server's URL; the suite says in the environment which tools
 * are to be called with what.
 */
final class ConformanceClient {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final int MAX_CONSENTS = 5;

  /** The suite knows the client by this, and does not read it. */
  private static final URI DOCUMENT =
      URI.create("https://conformance-test.local/client-metadata.json");

  private final RemoteServer server;
  private final McpCall somebody = new Obliging();

  private ConformanceClient(RemoteServer server) {
    this.server = server;
  }

  public static void main(String[] arguments) throws Exception {
    JsonNode context = Json.parse(System.getenv().getOrDefault("MCP_CONFORMANCE_CONTEXT", "{}"));
    HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    try {
      run(http, URI.create(arguments[arguments.length - 1]), context);
    } finally {
      // A session's own stream may still be open.
      http.shutdownNow();
    }
  }

  private static void run(HttpClient http, URI url, JsonNode context) throws Exception {
    Consenting person =
        new Consenting(http, InstantSource.system(), DOCUMENT, Map.of(url, authorization(context)));
    Outbound outbound = person.authorizations().of(url);
    ConformanceClient client =
        new ConformanceClient(new RemoteServer("suite", http, url, outbound, LIMIT));
    for (int consents = 0; !client.ran(context); consents++) {
      if (consents == MAX_CONSENTS) {
        throw new IllegalStateException("one consent after the other is asked for");
      }
      System.out.println(person.consent(url));
    }
  }

  /** As an operator would write it in the registry: what the suite gives, else nothing. */
  private static ServerAuthorization authorization(JsonNode context) {
    String client = context.path("client_id").asString("");
    String scenario = System.getenv().getOrDefault("MCP_CONFORMANCE_SCENARIO", "");
    ObjectNode written = Json.object();
    if (!client.isEmpty()) {
      written.put("client", client);
    }
    if (scenario.startsWith("auth/client-credentials")) {
      written.put("grant", "client-credentials");
    }
    if (context.has("client_secret")) {
      written.put("secret", context.path("client_secret").asString());
    }
    if (context.has("private_key_pem")) {
      written.put("privateKey", context.path("private_key_pem").asString());
      written.put("algorithm", context.path("signing_algorithm").asString());
    }
    return ConfigReader.literal().read("suite", Json.text(written), ServerAuthorization::read);
  }

  /** False when the server waits for somebody's consent. */
  private boolean ran(JsonNode context) throws InterruptedException {
    try {
      run(context);
      return true;
    } catch (Fault.Unavailable e) {
      if (!String.valueOf(e.getMessage()).contains("consent")) {
        throw e;
      }
      System.out.println(e.getMessage());
      return false;
    }
  }

  private void run(JsonNode context) throws InterruptedException {
    List<ObjectNode> tools = server.tools(somebody);
    if (context.has("toolCalls")) {
      for (JsonNode call : context.path("toolCalls")) {
        call(call.path("name").asString(), (ObjectNode) call.path("arguments"));
      }
    } else {
      for (ObjectNode tool : tools) {
        call(tool.path("name").asString(), arguments(tool, tools));
      }
    }
    if (server.features().contains(McpServer.Feature.RESOURCES)) {
      for (ObjectNode resource : server.resources(somebody)) {
        System.out.println(server.readResource(resource.path("uri").asString(), somebody));
      }
    }
    if (server.features().contains(McpServer.Feature.PROMPTS)) {
      for (ObjectNode prompt : server.prompts(somebody)) {
        System.out.println(server.prompt(prompt.path("name").asString(), Json.object(), somebody));
      }
    }
  }

  private void call(String tool, ObjectNode arguments) throws InterruptedException {
    System.out.println(server.callTool(tool, arguments, somebody));
  }

  /** What the suite wants to see, or else something of the right type. */
  private static ObjectNode arguments(ObjectNode tool, List<ObjectNode> tools) {
    ObjectNode arguments = Json.object();
    for (Map.Entry<String, JsonNode> member :
        tool.path("inputSchema").path("properties").properties()) {
      switch (member.getValue().path("type").asString("")) {
        case "number", "integer" -> arguments.put(member.getKey(), 3);
        case "string" -> arguments.put(member.getKey(), "text");
        case "boolean" -> arguments.put(member.getKey(), true);
        case "object" -> arguments.set(member.getKey(), tools.getFirst().path("inputSchema"));
        default -> {
          // Optional.
        }
      }
    }
    return arguments;
  }

  /** Answers every form with its defaults. */
  private static final class Obliging implements McpCall {
    @Override
    public Principal principal() {
      return Principal.ANONYMOUS;
    }

    @Override
    public Context trace() {
      return Context.root();
    }

    @Override
    public void progress(double done, @Nullable Double total, @Nullable String message) {
      System.out.println("progress " + done);
    }

    @Override
    public void log(LogLevel level, String logger, JsonNode data) {
      System.out.println(level + " " + data);
    }

    @Override
    public Map<String, ObjectNode> ask(Map<String, Question> questions) {
      Map<String, ObjectNode> answers = new LinkedHashMap<>();
      questions.forEach((name, question) -> answers.put(name, answer(question)));
      return answers;
    }

    private static ObjectNode answer(Question question) {
      return switch (question) {
        case Question.Elicit(ObjectNode form) -> {
          ObjectNode answer = Json.object().put("action", "accept");
          ObjectNode content = answer.putObject("content");
          form.path("requestedSchema")
              .path("properties")
              .properties()
              .forEach(
                  field -> {
                    if (field.getValue().has("default")) {
                      content.set(field.getKey(), field.getValue().get("default"));
                    }
                  });
          yield answer;
        }
        case Question.Sample _ -> {
          ObjectNode answer = Json.object().put("role", "assistant").put("model", "none");
          answer.putObject("content").put("type", "text").put("text", "a reply");
          yield answer;
        }
        case Question.Roots _ -> {
          ObjectNode answer = Json.object();
          answer.putArray("roots");
          yield answer;
        }
      };
    }
  }
}
