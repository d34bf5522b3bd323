package dev.cadre.server;

import dev.cadre.config.ConfigReader;
import dev.cadre.fault.Fault;
import dev.cadre.json.Json;
import dev.cadre.toolkit.Toolkit;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What {@code cadre mcp} is told: a kind of server, how to serve it, and its settings.
 *
 * @param name null to list what there is
 * @param settings the server's own, by the keys of the configuration file
 */
record McpOptions(
    @Nullable String name,
    boolean help,
    boolean stdio,
    String host,
    int port,
    ObjectNode settings) {
  static final int DEFAULT_PORT = 8000;

  static McpOptions parse(String[] args) {
    Reading reading = new Reading();
    Arguments rest = new Arguments(args, "cadre mcp --help");
    while (rest.more()) {
      reading.take(rest.next(), rest);
    }
    return new McpOptions(
        reading.name, reading.help, reading.stdio, reading.host, reading.port, reading.settings);
  }

  /**
   * The settings as the server's own reading has them, with {@code ${env:NAME}} and {@code
   * ${file:PATH}} for what they stand for.
   *
   * @throws Fault.Invalid with a line for each that is wrong
   */
  Toolkit.Plan plan(Toolkit.Kind kind, Map<String, String> environment) {
    return new ConfigReader(new Secrets(environment))
        .read("the options", Json.text(settings), kind.reading());
  }

  static String usage() {
    StringBuilder text =
        new StringBuilder(
            """
            Usage: cadre mcp NAME [--stdio | --port N] [OPTION...]

            Serves one of the built-in MCP servers without the platform.

              --stdio         on standard input and output, for a client that starts it
              --port N        over HTTP at /mcp (default 8000; 0 picks a free port), with /health
              --host ADDRESS  the address to bind (default 127.0.0.1); off loopback every caller must
                              bring the bearer token in the environment variable CADRE_MCP_TOKEN

            Servers and their options:
            """);
    for (Toolkit.Kind kind : Toolkit.KINDS) {
      text.append('\n').append("  ").append(kind.name()).append("\n    ").append(kind.about());
      text.append('\n');
      kind.options().lines().forEach(line -> text.append("    ").append(line).append('\n'));
    }
    return text.append(
            """

            Examples: cadre mcp database --stdio --url jdbc:sqlite:shop.sqlite
                      cadre mcp custom --port 8000
            """)
        .toString();
  }

  /** The options read so far, over their defaults. */
  private static final class Reading {
    private @Nullable String name;
    private boolean help;
    private boolean stdio;
    private String host = "127.0.0.1";
    private int port = DEFAULT_PORT;
    private final ObjectNode settings = Json.object();

    void take(String arg, Arguments rest) {
      switch (arg) {
        case "--help", "-h" -> help = true;
        case "--stdio" -> stdio = true;
        case "--port" -> port = rest.port(arg);
        case "--host" -> host = rest.value(arg);
        default -> {
          if (arg.startsWith("--")) {
            settings.put(key(arg), rest.valueOrTrue());
          } else if (name == null) {
            name = arg;
          } else {
            throw new Fault.Invalid("'" + arg + "' is one word too many; see cadre mcp --help");
          }
        }
      }
    }
  }

  /** {@code --max-rows} is {@code maxRows} in the configuration file. */
  private static String key(String option) {
    String[] words = option.substring(2).split("-", -1);
    StringBuilder key = new StringBuilder(words[0]);
    for (int i = 1; i < words.length; i++) {
      if (!words[i].isEmpty()) {
        key.append(words[i].substring(0, 1).toUpperCase(Locale.ROOT)).append(words[i].substring(1));
      }
    }
    return key.toString();
  }
}
