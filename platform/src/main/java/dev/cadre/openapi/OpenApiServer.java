package dev.cadre.openapi;

import dev.cadre.credential.Outbound;
import dev.cadre.fault.Fault;
import dev.cadre.http.HttpCall;
import dev.cadre.json.Json;
import dev.cadre.mcp.McpCall;
import dev.cadre.mcp.McpServer;
import dev.cadre.openapi.RequestWriter.Unsendable;
import dev.cadre.telemetry.TraceContext;
import dev.cadre.tool.SchemaCheck;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * An HTTP API as an MCP server. A call is sent once, and once more when the API did not accept the
 * credentials and there are newer ones. Thread-safe.
 */
public final class OpenApiServer implements McpServer {
  private static final int MAX_REDIRECTS = 5;
  private static final int MAX_INSTRUCTIONS = 2_000;

  private final String name;
  private final OpenApiDocument document;
  private final Outbound outbound;
  private final HttpClient http;
  private final InstantSource clock;
  private final OpenApiConfig config;
  private final Map<String, ApiOperation> operations = new LinkedHashMap<>();
  private final SchemaCheck schemas = new SchemaCheck();

  /**
   * @param name of the server, as its clients see it
   * @param http calls only what the operator lets it, and follows no redirects: this server follows
   *     those that stay where they are
   */
  public OpenApiServer(
      String name,
      OpenApiDocument document,
      Outbound outbound,
      HttpClient http,
      InstantSource clock,
      OpenApiConfig config) {
    if (http.followRedirects() != HttpClient.Redirect.NEVER) {
      throw new IllegalArgumentException("credentials must not follow a redirect");
    }
    this.name = name;
    this.document = document;
    this.outbound = outbound;
    this.http = http;
    this.clock = clock;
    this.config = config;
    document.operations().forEach(operation -> operations.put(operation.name(), operation));
  }

  @Override
  public About about() {
    String told = document.title() + "\n" + document.description();
    return new About(
        name,
        document.version(),
        told.length() <= MAX_INSTRUCTIONS ? told.strip() : told.substring(0, MAX_INSTRUCTIONS));
  }

  @Override
  public Set<Feature> features() {
    return Set.of(Feature.TOOLS);
  }

  /** The caller may change what it gets, but not the schemas. */
  @Override
  public List<ObjectNode> tools(McpCall call) {
    List<ObjectNode> tools = new ArrayList<>(operations.size());
    operations.values().forEach(one -> tools.add(Json.object().setAll(one.tool())));
    return tools;
  }

  @Override
  public ObjectNode callTool(String tool, ObjectNode arguments, McpCall call)
      throws InterruptedException {
    ApiOperation operation = operations.get(tool);
    if (operation == null) {
      throw new Unknown("tool '" + tool + "'");
    }
    List<String> wrong = schemas.violations(operation.inputSchema(), arguments);
    if (!wrong.isEmpty()) {
      return Answer.failed("the arguments do not fit: " + String.join("; ", wrong));
    }
    try {
      return called(operation, arguments, call);
    } catch (Unsendable e) {
      return Answer.failed(String.valueOf(e.getMessage()));
    } catch (Fault.Invalid | Fault.Denied | Fault.NotFound | Fault.Unavailable e) {
      // The credentials or the address: for the operator to mend, but the model should know.
      return Answer.failed(operation.words() + " was not called: " + e.getMessage());
    } catch (HttpTimeoutException e) {
      return Answer.failed(
          "%s gave no whole answer within %d s"
              .formatted(operation.words(), config.limit().toSeconds()));
    } catch (IOException e) {
      return Answer.failed(operation.words() + " failed: " + reason(e));
    }
  }

  private static String reason(IOException e) {
    return e.getMessage() == null ? "the server cannot be reached" : e.getMessage();
  }

  private ObjectNode called(ApiOperation operation, ObjectNode arguments, McpCall call)
      throws IOException, InterruptedException, Unsendable {
    Instant deadline = clock.instant().plus(config.limit());
    Outbound.Proof proof = outbound.proof();
    HttpResponse<byte[]> response = send(operation, arguments, proof, call, deadline);
    if (response.statusCode() == 401) {
      outbound.refused(proof);
      Outbound.Proof next = outbound.proof();
      if (!next.equals(proof)) {
        return Answer.of(operation, send(operation, arguments, next, call, deadline), next);
      }
    }
    return Answer.of(operation, response, proof);
  }

  private HttpResponse<byte[]> send(
      ApiOperation operation,
      ObjectNode arguments,
      Outbound.Proof proof,
      McpCall call,
      Instant deadline)
      throws IOException, InterruptedException, Unsendable {
    HttpRequest.Builder builder = RequestWriter.write(operation, arguments, proof);
    builder.setHeader("User-Agent", "cadre");
    TraceContext.write(call.trace(), builder::setHeader);
    HttpRequest request = builder.build();
    for (int i = 0; i < MAX_REDIRECTS; i++) {
      HttpResponse<byte[]> response =
          HttpCall.whole(http, request, config.maxAnswer(), left(deadline));
      URI next = Redirects.next(request, response);
      if (next == null) {
        return response;
      }
      request = Redirects.follow(request, response.statusCode(), next);
    }
    throw new IOException("it was redirected more than " + MAX_REDIRECTS + " times");
  }

  private Duration left(Instant deadline) throws HttpTimeoutException {
    Duration left = Duration.between(clock.instant(), deadline);
    if (left.isNegative() || left.isZero()) {
      throw new HttpTimeoutException("no time left");
    }
    return left;
  }
}
