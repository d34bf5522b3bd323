package dev.cadre.bench;

import dev.cadre.json.Json;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a gateway adds to a call of a tool over its target called directly, by the same request; how
 * long its list of 5,000 tools takes, and a search in it.
 */
final class Gateways {
  private static final int TARGETS = 5;
  private static final int POLL_MILLIS = 500;
  private static final String META =
      "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
          + "\"io.modelcontextprotocol/clientCapabilities\":{}}";
  private static final List<String> QUESTIONS =
      List.of(
          "bill a customer",
          "what is the weather going to be",
          "book a room for the night",
          "remove an old photograph",
          "find the contract with our supplier",
          "put two repositories together");

  private final URI platform;
  private final int requests;

  Gateways(URI platform, int requests) {
    this.platform = platform;
    this.requests = requests;
  }

  void print(int[] clients, PrintStream out) throws IOException, InterruptedException {
    try (BenchTools tools = new BenchTools()) {
      String gateway = create(tools, "{}", out);
      Target direct = at("direct", tools.url(0), "");
      Target through = at("gateway", platform, "");
      String tool = "create_invoice_0";
      out.println("| clients | | p50 | p99 | calls/s |");
      out.println("|---|---|---|---|---|");
      for (int count : clients) {
        Load.Outcome bare = measure(direct, count, call(direct, tools.url(0).getPath(), tool));
        Load.Outcome added = measure(through, count, call(through, path(gateway), "t0___" + tool));
        row(out, count, "direct", bare, bare);
        row(out, count, "through the gateway", added, bare);
      }
      listing(through, gateway, out);
      // Apart, because thousands of vectors take minutes to make.
      search(through, create(tools, "{\"searchType\":\"SEMANTIC\"}", out), out);
    }
  }

  private static Target at(String name, URI url, String base) {
    return new Target(name, url.getHost(), url.getPort(), base);
  }

  private static String path(String gateway) {
    return "/gateways/" + gateway + "/mcp";
  }

  private String create(BenchTools tools, String protocol, PrintStream out)
      throws IOException, InterruptedException {
    Target control = at("control", platform, "");
    try (Wire wire = new Wire(control)) {
      String made =
          ask(
              wire,
              control,
              "/gateways/",
              """
              {"name":"bench-%s","roleArn":"arn:aws:iam::123456789012:role/bench","authorizerType":"NONE",
              "protocolConfiguration":{"mcp":%s}}\
              """
                  .formatted(UUID.randomUUID().toString().substring(0, 8), protocol));
      String gateway = Json.parse(made).path("gatewayId").asString();
      long began = System.nanoTime();
      for (int i = 0; i < TARGETS; i++) {
        ObjectNode target = Json.object().put("name", "t" + i);
        target
            .putObject("targetConfiguration")
            .putObject("mcp")
            .putObject("mcpServer")
            .put("endpoint", tools.url(i).toString());
        ask(wire, control, "/gateways/" + gateway + "/targets/", Json.text(target));
      }
      while (!ready(wire, control, gateway)) {
        Thread.sleep(POLL_MILLIS);
      }
      out.printf(
          "%n%,d tools ready after %,d s%n%n",
          TARGETS * BenchTools.TOOLS, (System.nanoTime() - began) / 1_000_000_000);
      return gateway;
    }
  }

  private static boolean ready(Wire wire, Target control, String gateway) throws IOException {
    byte[] request =
        ("GET /gateways/" + gateway + "/targets/ HTTP/1.1\r\nHost: " + control.host() + "\r\n\r\n")
            .getBytes(StandardCharsets.ISO_8859_1);
    int ready = 0;
    for (JsonNode target : Json.parse(wire.exchange(request).requireOk().body()).path("items")) {
      String status = target.path("status").asString();
      if (status.equals("FAILED")) {
        throw new IOException("a target failed");
      }
      ready += status.equals("READY") ? 1 : 0;
    }
    return ready == TARGETS;
  }

  private static String ask(Wire wire, Target target, String path, String json) throws IOException {
    Wire.Answer answer = wire.exchange(AgentRequests.post(target, path, json));
    if (answer.status() != 202) {
      throw new IOException(path + " answered " + answer.status() + ": " + answer.body());
    }
    return answer.body();
  }

  /** A stateless request, with what it repeats in headers. */
  private static byte[] request(
      Target target, String path, String method, String name, String params) {
    byte[] body =
        ("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\""
                + method
                + "\",\"params\":{"
                + params
                + META
                + "}}")
            .getBytes(StandardCharsets.UTF_8);
    byte[] head =
        ("POST "
                + path
                + " HTTP/1.1\r\nHost: "
                + target.host()
                + "\r\nContent-Type: application/json\r\nAccept: application/json,"
                + " text/event-stream\r\nMCP-Protocol-Version: 2026-07-28\r\nMcp-Method: "
                + method
                + (name.isEmpty() ? "" : "\r\nMcp-Name: " + name)
                + "\r\nContent-Length: "
                + body.length
                + "\r\n\r\n")
            .getBytes(StandardCharsets.ISO_8859_1);
    byte[] whole = new byte[head.length + body.length];
    System.arraycopy(head, 0, whole, 0, head.length);
    System.arraycopy(body, 0, whole, head.length, body.length);
    return whole;
  }

  private static byte[] call(Target target, String path, String tool) {
    String params = "\"name\":\"" + tool + "\",\"arguments\":{\"id\":\"7\"},";
    return request(target, path, "tools/call", tool, params);
  }

  private Load.Outcome measure(Target target, int clients, byte[] request)
      throws IOException, InterruptedException {
    run(target, clients, request, Math.max(clients, requests / 5));
    return run(target, clients, request, requests);
  }

  private static Load.Outcome run(Target target, int clients, byte[] request, int total)
      throws IOException, InterruptedException {
    int each = Math.max(1, total / clients);
    return Load.run(
        target,
        clients,
        (_, wire) -> {
          long[] nanos = new long[each];
          for (int i = 0; i < each; i++) {
            nanos[i] = requireResult(wire.exchange(request)).totalNanos();
          }
          return nanos;
        });
  }

  private static Wire.Answer requireResult(Wire.Answer answer) throws IOException {
    answer.requireOk();
    if (answer.body().contains("\"isError\":true") || !answer.body().contains("\"result\"")) {
      throw new IOException(answer.body());
    }
    return answer;
  }

  private static void row(
      PrintStream out, int clients, String name, Load.Outcome outcome, Load.Outcome bare) {
    long p50 = outcome.latencies().percentile(50);
    out.printf(
        "| %d | %s | %s (+%s) | %s | %,.0f (x%.2f) |%n",
        clients,
        name,
        Latencies.millis(p50),
        Latencies.millis(p50 - bare.latencies().percentile(50)),
        Latencies.millis(outcome.latencies().percentile(99)),
        outcome.perSecond(),
        outcome.perSecond() / bare.perSecond());
  }

  private static void listing(Target through, String gateway, PrintStream out) throws IOException {
    long[] nanos = new long[20];
    int pages = 0;
    int tools = 0;
    try (Wire wire = new Wire(through)) {
      for (int i = 0; i < nanos.length; i++) {
        pages = 0;
        tools = 0;
        String cursor = "";
        do {
          String params = cursor.isEmpty() ? "" : "\"cursor\":\"" + cursor + "\",";
          Wire.Answer answer =
              wire.exchange(request(through, path(gateway), "tools/list", "", params)).requireOk();
          nanos[i] += answer.totalNanos();
          JsonNode result = Json.parse(answer.body()).path("result");
          tools += result.path("tools").size();
          cursor = result.path("nextCursor").asString("");
          pages++;
        } while (!cursor.isEmpty());
      }
    }
    out.printf(
        "%nlist of %,d tools in %d pages: p50 %s%n",
        tools, pages, Latencies.millis(Latencies.of(nanos).percentile(50)));
  }

  private static void search(Target through, String gateway, PrintStream out) throws IOException {
    long[] nanos = new long[200];
    String tool = "x_amz_bedrock_agentcore_search";
    try (Wire wire = new Wire(through)) {
      for (int i = -20; i < nanos.length; i++) {
        // Each question is new, so that none has its vector already.
        String query = QUESTIONS.get(Math.floorMod(i, QUESTIONS.size())) + " " + (i + 20);
        String params = "\"name\":\"" + tool + "\",\"arguments\":{\"query\":\"" + query + "\"},";
        Wire.Answer answer =
            requireResult(
                wire.exchange(request(through, path(gateway), "tools/call", tool, params)));
        if (i >= 0) {
          nanos[i] = answer.totalNanos();
        }
      }
    }
    Latencies latencies = Latencies.of(nanos);
    out.printf(
        "search: p50 %s, p99 %s%n",
        Latencies.millis(latencies.percentile(50)), Latencies.millis(latencies.percentile(99)));
  }
}
