package dev.cadre.sdk;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Who is asking, in which session, and the ways to answer other than by a value. */
public final class RequestContext {
  private static final String PREFIX = "x-amzn-bedrock-agentcore-runtime-";

  private final Headers headers;
  private final @Nullable String query;
  private final Health health;
  private final StreamOpener opener;
  private final String requestId;
  private @Nullable EventStream stream;

  RequestContext(Headers headers, @Nullable String query, Health health, StreamOpener opener) {
    this.headers = headers;
    this.query = query;
    this.health = health;
    this.opener = opener;
    String given = headers.get(PREFIX + "request-id");
    this.requestId = given == null ? newId() : given;
  }

  /** How an answer becomes a stream. */
  interface StreamOpener {
    EventStream open();
  }

  /** The session, or null when the caller named none (the platform always does). */
  public @Nullable String sessionId() {
    return headers.get(PREFIX + "session-id");
  }

  /** The end user on whose behalf the caller speaks, or null. */
  public @Nullable String userId() {
    return headers.get(PREFIX + "user-id");
  }

  /** The request's id: the platform's, or one made here. */
  public String requestId() {
    return requestId;
  }

  /** The token by which this agent can ask for credentials in the caller's name, or null. */
  public @Nullable String workloadAccessToken() {
    String newer = headers.get("x-amz-bedrock-agentcore-identity-wat");
    return newer == null ? headers.get("workloadaccesstoken") : newer;
  }

  /** The Authorization header, where the agent's allow list lets it through, or null. */
  public @Nullable String authorization() {
    return headers.get("authorization");
  }

  /** The W3C trace context of the request, or null. */
  public @Nullable String traceparent() {
    return headers.get("traceparent");
  }

  /** A header by its name in any case, or null; the values of a repeated one joined by comma. */
  public @Nullable String header(String name) {
    return headers.get(name);
  }

  /** All headers, by lower-case name. */
  public Map<String, String> headers() {
    return Collections.unmodifiableMap(headers.all());
  }

  /**
   * The {@code X-Amzn-Bedrock-AgentCore-Runtime-Custom-*} headers, by what follows, in lower case.
   */
  public Map<String, String> customHeaders() {
    String custom = PREFIX + "custom-";
    Map<String, String> found = new LinkedHashMap<>();
    for (Map.Entry<String, String> header : headers.all().entrySet()) {
      if (header.getKey().startsWith(custom)) {
        found.put(header.getKey().substring(custom.length()), header.getValue());
      }
    }
    return found;
  }

  /** The first value of a query parameter, or null. */
  public @Nullable String query(String name) {
    return RequestHead.parameter(query, name);
  }

  /**
   * Turns the answer into server-sent events; the first call sends the response's head. The stream
   * ends with the entrypoint.
   *
   * @throws IllegalStateException in a WebSocket handler
   */
  public synchronized EventStream stream() {
    EventStream open = stream;
    if (open == null) {
      open = opener.open();
      stream = open;
    }
    return open;
  }

  synchronized @Nullable EventStream openedStream() {
    return stream;
  }

  /** Begins work that outlives this request; see {@link AgentApp#asyncTask}. */
  public AsyncTask asyncTask(String name) {
    return health.begin(name);
  }

  /** Of no secret, so not from the secure generator, which takes long to start. */
  private static String newId() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    long version4 = (random.nextLong() & ~0xf000L) | 0x4000L;
    long variant = (random.nextLong() >>> 2) | 0x8000_0000_0000_0000L;
    return new UUID(version4, variant).toString();
  }
}
