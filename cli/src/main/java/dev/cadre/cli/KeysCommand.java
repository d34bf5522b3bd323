package dev.cadre.cli;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "keys",
    description = "Create, list and revoke the access keys of a platform that asks for them.",
    footer = {
      "Example:",
      "  cadre keys create ci --scope invoke",
      "  cadre keys list",
      "  cadre keys revoke AKIA..."
    })
final class KeysCommand {
  private static final String PATH = "/cadre/v1/keys";

  private KeysCommand() {}

  /** The group itself; its commands are added to it. */
  static KeysCommand group() {
    return new KeysCommand();
  }

  @Command(
      name = "create",
      description = "Make an access key; its secret is shown once.",
      footer = {"Example:", "  cadre keys create ci --scope invoke --days 90"})
  static final class Create implements Callable<Integer> {
    private final Cadre cadre;

    @Parameters(index = "0", paramLabel = "NAME", description = "Who or what will use it.")
    private String name = "";

    @Option(names = "--scope", paramLabel = "SCOPE", description = "Only this; may be repeated.")
    private List<String> scopes = List.of();

    @Option(names = "--days", paramLabel = "N", description = "Expires after N days.")
    private @Nullable Integer days;

    Create(Cadre cadre) {
      this.cadre = cadre;
    }

    @Override
    public Integer call() {
      ObjectNode body = Json.object().put("name", name);
      if (!scopes.isEmpty()) {
        ArrayNode array = body.putArray("scopes");
        scopes.forEach(array::add);
      }
      if (days != null) {
        if (days < 1 || days > 3650) {
          throw Failure.usage("--days " + days + " is not within 1 to 3650");
        }
        body.put(
            "expiresAt",
            cadre.surroundings().clock().instant().plus(Duration.ofDays(days)).toString());
      }
      try (Platform platform = cadre.platform()) {
        print(platform.post(PATH, body));
      }
      return Exit.OK.code();
    }

    private void print(JsonNode key) {
      if (cadre.json()) {
        cadre.printJson(key);
        return;
      }
      cadre.terminal().print("export AWS_ACCESS_KEY_ID=" + Json.string(key, "accessKeyId"));
      cadre.terminal().print("export AWS_SECRET_ACCESS_KEY=" + Json.string(key, "secretAccessKey"));
      cadre.terminal().note("the secret is not shown again");
    }
  }

  @Command(
      name = "list",
      description = "List the keys, without secrets.",
      footer = {"Example:", "  cadre keys list"})
  static final class Show implements Callable<Integer> {
    private final Cadre cadre;

    Show(Cadre cadre) {
      this.cadre = cadre;
    }

    @Override
    public Integer call() {
      try (Platform platform = cadre.platform()) {
        JsonNode answer = platform.get(PATH);
        if (cadre.json()) {
          cadre.printJson(answer);
          return Exit.OK.code();
        }
        var table = new Table("KEY", "NAME", "SCOPES", "CREATED", "EXPIRES");
        for (JsonNode key : answer.path("keys")) {
          table.row(
              Json.string(key, "accessKeyId"),
              Json.string(key, "name"),
              String.join(",", key.path("scopes").valueStream().map(JsonNode::asString).toList()),
              Json.string(key, "createdAt"),
              Json.string(key, "expiresAt"));
        }
        table.print(cadre.terminal());
      }
      return Exit.OK.code();
    }
  }

  @Command(
      name = "revoke",
      description = "Make a key worthless, at once.",
      footer = {"Example:", "  cadre keys revoke AKIA..."})
  static final class Revoke implements Callable<Integer> {
    private final Cadre cadre;

    @Parameters(index = "0", paramLabel = "KEY", description = "The access key's id.")
    private String key = "";

    Revoke(Cadre cadre) {
      this.cadre = cadre;
    }

    @Override
    public Integer call() {
      try (Platform platform = cadre.platform()) {
        platform.delete(PATH + "/" + Platform.segment(key));
      }
      cadre.terminal().note("revoked " + key);
      return Exit.OK.code();
    }
  }
}
