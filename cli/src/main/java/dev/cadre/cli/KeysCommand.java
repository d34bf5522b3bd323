package dev.cadre.cli;

import java.time.Duration;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code keys}, and the commands below it. */
final class KeysCommand {
  private static final String PATH = "/cadre/v1/keys";

  private KeysCommand() {}

  static Group group() {
    return new Group(
        Syntax.of(
                "keys", "Create, list and revoke the access keys of a platform that asks for them.")
            .examples(
                "cadre keys create ci --scope invoke",
                "cadre keys list",
                "cadre keys revoke AKIA..."),
        List.of(new Create(), new Show(), new Revoke()));
  }

  private static final class Create implements Action {
    private static final Operand NAME = new Operand("NAME", Count.ONE, "Who or what will use it.");
    private static final Option SCOPE =
        Option.value("SCOPE", "Only this; may be repeated.", "--scope").given(Count.ANY);
    private static final Option DAYS = Option.value("N", "Expires after N days.", "--days");

    @Override
    public Syntax syntax() {
      return Syntax.of("create", "Make an access key; its secret is shown once.")
          .takes(NAME, SCOPE, DAYS)
          .examples("cadre keys create ci --scope invoke --days 90");
    }

    @Override
    public int run(Cadre cadre, Arguments given) {
      ObjectNode body = Json.object().put("name", given.needed(NAME));
      if (given.has(SCOPE)) {
        ArrayNode scopes = body.putArray("scopes");
        given.all(SCOPE).forEach(scopes::add);
      }
      Integer days = given.number(DAYS);
      if (days != null) {
        if (days < 1 || days > 3650) {
          throw Failure.usage("--days " + days + " is not within 1 to 3650");
        }
        body.put(
            "expiresAt",
            cadre.surroundings().clock().instant().plus(Duration.ofDays(days)).toString());
      }
      print(cadre, cadre.platform().post(PATH, body));
      return Exit.OK.code();
    }

    private static void print(Cadre cadre, JsonNode key) {
      if (cadre.json()) {
        cadre.printJson(key);
        return;
      }
      cadre.terminal().print("export AWS_ACCESS_KEY_ID=" + Json.string(key, "accessKeyId"));
      cadre.terminal().print("export AWS_SECRET_ACCESS_KEY=" + Json.string(key, "secretAccessKey"));
      cadre.terminal().note("the secret is not shown again");
    }
  }

  private static final class Show implements Action {
    @Override
    public Syntax syntax() {
      return Syntax.of("list", "List the keys, without secrets.").examples("cadre keys list");
    }

    @Override
    public int run(Cadre cadre, Arguments given) {
      JsonNode answer = cadre.platform().get(PATH);
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
      return Exit.OK.code();
    }
  }

  private static final class Revoke implements Action {
    private static final Operand KEY = new Operand("KEY", Count.ONE, "The access key's id.");

    @Override
    public Syntax syntax() {
      return Syntax.of("revoke", "Make a key worthless, at once.")
          .takes(KEY)
          .examples("cadre keys revoke AKIA...");
    }

    @Override
    public int run(Cadre cadre, Arguments given) {
      String key = given.needed(KEY);
      cadre.platform().delete(PATH + "/" + Platform.segment(key));
      cadre.terminal().note("revoked " + key);
      return Exit.OK.code();
    }
  }
}
