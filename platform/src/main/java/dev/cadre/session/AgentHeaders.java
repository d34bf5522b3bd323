package dev.cadre.session;

import dev.cadre.http.Exchange;
import dev.cadre.http.Person;
import dev.cadre.id.SessionId;
import dev.cadre.telemetry.TraceContext;
import io.opentelemetry.context.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Which headers pass between a caller and an agent, as AgentCore has it: its own and the trace's
 * always, those an agent's author allows by name, no others.
 */
final class AgentHeaders {
  static final String SESSION = "X-Amzn-Bedrock-AgentCore-Runtime-Session-Id";
  static final String USER = Person.HEADER;
  static final String REQUEST = "X-Amzn-Bedrock-AgentCore-Runtime-Request-Id";
  private static final String WORKLOAD_TOKEN = "WorkloadAccessToken";
  private static final String CUSTOM = "x-amzn-bedrock-agentcore-runtime-custom-";

  private static final Set<String> IN =
      Set.of(
          "content-type",
          "accept",
          "mcp-session-id",
          "mcp-protocol-version",
          "mcp-method",
          "mcp-name",
          "last-event-id",
          "a2a-version",
          "a2a-extensions");

  private static final List<String> OUT = List.of("Mcp-Session-Id", "Mcp-Protocol-Version");

  /**
   * Never passed on, whatever the agent's author allows: they are the connection's, or the
   * platform's own to say.
   */
  private static final Set<String> NEVER =
      Set.of(
          "host",
          "content-length",
          "transfer-encoding",
          "connection",
          "upgrade",
          "workloadaccesstoken",
          "x-amz-bedrock-agentcore-identity-wat");

  private AgentHeaders() {}

  /**
   * @param sent by the caller, by lower-case name
   * @param allowed header names the agent's author allows, in any case
   * @param token with which the agent fetches credentials
   * @param trace with the span that stands for this call
   */
  static List<Map.Entry<String, String>> toAgent(
      Map<String, List<String>> sent,
      SessionId session,
      String requestId,
      Set<String> allowed,
      String token,
      Context trace) {
    List<Map.Entry<String, String>> headers = new ArrayList<>();
    sent.forEach(
        (name, values) -> {
          boolean passes =
              IN.contains(name)
                  || name.startsWith(CUSTOM)
                  || (allowed.contains(name) && !NEVER.contains(name));
          if (passes) {
            values.forEach(value -> headers.add(Map.entry(name, value)));
          }
        });
    headers.add(Map.entry(SESSION, session.value()));
    headers.add(Map.entry(REQUEST, requestId));
    headers.add(Map.entry(WORKLOAD_TOKEN, token));
    TraceContext.write(trace, (name, value) -> headers.add(Map.entry(name, value)));
    sent.getOrDefault(USER.toLowerCase(Locale.ROOT), List.of()).stream()
        .limit(1)
        .forEach(user -> headers.add(Map.entry(USER, user)));
    return headers;
  }

  /** Puts what the caller may see of the agent's headers on the response. */
  static void toCaller(Exchange exchange, AgentAnswer answer, SessionId session, Context trace) {
    exchange.responseHeader(SESSION, session.value());
    TraceContext.write(trace, exchange::responseHeader);
    for (String name : OUT) {
      String value = answer.header(name);
      if (value != null) {
        exchange.responseHeader(name, value);
      }
    }
    for (var field : answer.headers()) {
      if (field.getKey().toLowerCase(Locale.ROOT).startsWith(CUSTOM)) {
        exchange.responseHeader(field.getKey(), field.getValue());
      }
    }
  }
}
