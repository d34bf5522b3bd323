package dev.cadre.bench;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Where requests go, as the prefix of the request line's path. */
record Target(String name, String host, int port, String base) {

  static Target direct(URI url) {
    return new Target("direct", url.getHost(), url.getPort(), "");
  }

  static Target platform(URI url, String arn) {
    String encoded = URLEncoder.encode(arn, StandardCharsets.UTF_8);
    return new Target("platform", url.getHost(), url.getPort(), "/runtimes/" + encoded);
  }

  /** An invocation in a session; the platform's wire and the agent's differ in the path alone. */
  byte[] invocation(String session, String json) {
    return post("/invocations", session, json);
  }

  byte[] stopSession(String session) {
    return post("/stopruntimesession", session, "{}");
  }

  private byte[] post(String path, String session, String json) {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    String head =
        "POST "
            + base
            + path
            + " HTTP/1.1\r\nHost: "
            + host
            + ':'
            + port
            + "\r\nContent-Type: application/json\r\nAccept: */*\r\nContent-Length: "
            + body.length
            + "\r\nX-Amzn-Bedrock-AgentCore-Runtime-Session-Id: "
            + session
            + "\r\n\r\n";
    byte[] start = head.getBytes(StandardCharsets.ISO_8859_1);
    byte[] request = new byte[start.length + body.length];
    System.arraycopy(start, 0, request, 0, start.length);
    System.arraycopy(body, 0, request, start.length, body.length);
    return request;
  }
}
