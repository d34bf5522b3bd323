package dev.cadre.bench;

import java.nio.charset.StandardCharsets;

/** What an agent in the middle of its work asks a model. */
final class AgentRequests {
  private static final int TOOLS = 8;
  private static final int EXCHANGES = 10;
  private static final String INSTRUCTIONS =
      "Help customers with their orders. Be brief. ".repeat(20);
  private static final String SCHEMA =
      """
      {"type":"object","properties":{"order_id":{"type":"string","description":"The order's number"},\
      "limit":{"type":"integer","minimum":1,"maximum":100}},"required":["order_id"]}""";
  private static final String QUESTION =
      "Where is order ORD-2024-001, and when will it arrive here?";

  static final String CONVERSE =
      """
      {"system":[{"text":"%s"}],"messages":[%s],"toolConfig":{"tools":[%s]}}"""
          .formatted(
              INSTRUCTIONS,
              messages("{\"role\":\"%s\",\"content\":[{\"text\":\"%s\"}]}"),
              tools(
                  "{\"toolSpec\":{\"name\":\"tool_%d\",\"description\":\"Looks something up\","
                      + "\"inputSchema\":{\"json\":%s}}}"));

  static final String CHAT =
      """
      {"model":"default","stream":true,"messages":[{"role":"system","content":"%s"},%s],"tools":[%s]}"""
          .formatted(
              INSTRUCTIONS,
              messages("{\"role\":\"%s\",\"content\":\"%s\"}"),
              tools(
                  "{\"type\":\"function\",\"function\":{\"name\":\"tool_%d\","
                      + "\"description\":\"Looks something up\",\"parameters\":%s}}"));

  private AgentRequests() {}

  private static String messages(String form) {
    StringBuilder messages = new StringBuilder();
    for (int i = 0; i < EXCHANGES; i++) {
      messages.append(form.formatted("user", QUESTION)).append(',');
      messages.append(form.formatted("assistant", "It was shipped on Monday.")).append(',');
    }
    return messages.append(form.formatted("user", QUESTION)).toString();
  }

  private static String tools(String form) {
    StringBuilder tools = new StringBuilder();
    for (int i = 0; i < TOOLS; i++) {
      tools.append(i == 0 ? "" : ",").append(form.formatted(i, SCHEMA));
    }
    return tools.toString();
  }

  static byte[] post(Target target, String path, String json) {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    byte[] head =
        ("POST "
                + path
                + " HTTP/1.1\r\nHost: "
                + target.host()
                + ':'
                + target.port()
                + "\r\nContent-Type: application/json\r\nContent-Length: "
                + body.length
                + "\r\n\r\n")
            .getBytes(StandardCharsets.ISO_8859_1);
    byte[] request = new byte[head.length + body.length];
    System.arraycopy(head, 0, request, 0, head.length);
    System.arraycopy(body, 0, request, head.length, body.length);
    return request;
  }
}
