package dev.cadre.cli;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Runs the usual commands against a stand-in on loopback, so that the AOT cache made of this run
 * holds the classes that real ones load. What they print is thrown away.
 */
final class Training {
  private static final String ARN =
      "arn:aws:bedrock-agentcore:us-east-1:000000000000:runtime/train-0123456789";

  private static final String ANSWER =
      """
      {"agentRuntimes":[{"agentRuntimeName":"train","agentRuntimeId":"train-0123456789",
      "agentRuntimeArn":"%s","agentRuntimeVersion":"1","status":"READY"}],"n":[1,-1.5,true,null],"sessions":[],"keys":[]}
      """
          .formatted(ARN);

  private static final List<String> COMMANDS =
      List.of(
          "--help",
          "version",
          "list",
          "status",
          "sessions",
          "logs train",
          "invoke train hello",
          "invoke --help",
          "keys list",
          "deploy --help",
          "no-such-command");

  private final Surroundings surroundings;

  Training(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  void run() {
    HttpServer server = standIn();
    server.start();
    try {
      String url = "http://127.0.0.1:" + server.getAddress().getPort();
      commands(Map.of("CADRE_URL", url));
      commands(
          Map.of("CADRE_URL", url, "AWS_ACCESS_KEY_ID", "train", "AWS_SECRET_ACCESS_KEY", "train"));
    } finally {
      server.stop(0);
    }
    surroundings.terminal().note("trained");
  }

  private void commands(Map<String, String> environment) {
    var silent = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    var nobody = new Terminal(InputStream.nullInputStream(), silent, silent, false);
    var trained =
        new Surroundings(
            nobody, environment, surroundings.folder(), surroundings.clock(), surroundings.pause());
    var checks = new LocalChecks(new MachinePrograms(), surroundings.folder(), false);
    for (String command : COMMANDS) {
      new Commands(trained, checks).run(command.split(" "));
    }
  }

  private static HttpServer standIn() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      byte[] answer = ANSWER.replace("\n", "").getBytes(StandardCharsets.UTF_8);
      server.createContext(
          "/",
          exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
          });
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
