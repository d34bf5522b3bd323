package dev.cadre.cli;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code credentials}, and the commands below it. Secrets go in and never come out. */
final class CredentialsCommand {
  private static final Operand NAME = new Operand("NAME", Count.ONE, "Letters, digits, - and _.");
  private static final Option TYPE = Option.value("TYPE", "api-key (else) or oauth.", "--type");

  private CredentialsCommand() {}

  static Group group() {
    return new Group(
        Syntax.of("credentials", "Keep what proves the platform to servers elsewhere.")
            .examples(
                "cadre credentials create orders < key.txt",
                "cadre credentials list",
                "cadre credentials authorize parcels",
                "cadre credentials delete orders --confirm"),
        List.of(new Create(), new ShowAll(), new Show(), new Delete(), new AuthorizeCommand()));
  }

  private static Credentials.Kind kind(Arguments given) {
    return Credentials.Kind.of(given.has(TYPE) ? given.needed(TYPE) : "api-key");
  }

  private static final class Create implements Action {
    private static final Option KEY =
        Option.value("KEY", "The key (else it is read from the input).", "--api-key");
    private static final Option DISCOVERY =
        Option.value("URL", "Of the authorization server.", "--discovery-url");
    private static final Option CLIENT =
        Option.value("ID", "Whom the authorization server knows.", "--client-id");
    private static final Option SECRET =
        Option.value(
            "SECRET", "Of the client (else it is read from the input).", "--client-secret");

    @Override
    public Syntax syntax() {
      return Syntax.of(
              "create", "Keep an API key, or an OAuth client; sealed, and not shown again.")
          .takes(NAME, TYPE, KEY, DISCOVERY, CLIENT, SECRET)
          .notes("What stands on a command line, others on the machine can see.")
          .examples(
              "cadre credentials create orders < key.txt",
              "cadre credentials create crm --type oauth --client-id cadre --discovery-url"
                  + " https://issuer.example/.well-known/openid-configuration < secret.txt");
    }

    @Override
    public int run(Cadre cadre, Arguments given) {
      Credentials.Kind kind = kind(given);
      ObjectNode body = Json.object().put("name", given.needed(NAME));
      switch (kind) {
        case API_KEY -> body.put("apiKey", secret(cadre.terminal(), given, KEY));
        case OAUTH -> {
          ObjectNode client =
              body.put("credentialProviderVendor", "CustomOauth2")
                  .putObject("oauth2ProviderConfigInput")
                  .putObject("customOauth2ProviderConfig")
                  .put("clientId", given.needed(CLIENT));
          client.putObject("oauthDiscovery").put("discoveryUrl", given.needed(DISCOVERY));
          client.put("clientSecret", secret(cadre.terminal(), given, SECRET));
        }
      }
      JsonNode made = new Credentials(cadre.platform()).create(kind, body);
      if (cadre.json()) {
        cadre.printJson(made);
      } else {
        cadre.terminal().print(Json.string(made, "credentialProviderArn"));
        String callback = Json.string(made, "callbackUrl");
        if (!callback.isEmpty()) {
          cadre.terminal().note("people come back to " + callback);
        }
      }
      return Exit.OK.code();
    }

    private static String secret(Terminal terminal, Arguments given, Option option) {
      String said = given.text(option);
      if (said != null) {
        return said;
      }
      if (terminal.interactive()) {
        terminal.note(option.shown() + "? It is shown while you type.");
      }
      String line = terminal.line();
      if (line == null || line.isBlank()) {
        throw Failure.usage(option.shown() + " is missing, and nothing came by the input");
      }
      return line.strip();
    }
  }

  private static final class ShowAll implements Action {
    @Override
    public Syntax syntax() {
      return Syntax.of("list", "List credentials, without secrets.")
          .examples("cadre credentials list");
    }

    @Override
    public int run(Cadre cadre, Arguments given) {
      Credentials credentials = new Credentials(cadre.platform());
      ObjectNode all = Json.object();
      var table = new Table("NAME", "TYPE", "VENDOR", "CHANGED", "ARN");
      for (Credentials.Kind kind : Credentials.Kind.values()) {
        var array = all.putArray(kind.member() + "s");
        for (JsonNode one : credentials.list(kind)) {
          array.add(one);
          table.row(
              Json.string(one, "name"),
              kind.word(),
              Json.string(one, "credentialProviderVendor"),
              Memories.time(one.get("lastUpdatedTime")),
              Json.string(one, "credentialProviderArn"));
        }
      }
      if (cadre.json()) {
        cadre.printJson(all);
      } else {
        table.print(cadre.terminal());
      }
      return Exit.OK.code();
    }
  }

  private static final class Show implements Action {
    @Override
    public Syntax syntax() {
      return Syntax.of("show", "Show one, without its secret.")
          .takes(NAME, TYPE)
          .examples("cadre credentials show crm --type oauth");
    }

    @Override
    public int run(Cadre cadre, Arguments given) {
      cadre.printJson(new Credentials(cadre.platform()).get(kind(given), given.needed(NAME)));
      return Exit.OK.code();
    }
  }

  private static final class Delete implements Action {
    @Override
    public Syntax syntax() {
      return Syntax.of("delete", "Delete one, with the tokens people gave it.")
          .takes(NAME, TYPE, GatewayCommand.CONFIRM)
          .examples("cadre credentials delete orders --confirm");
    }

    @Override
    public int run(Cadre cadre, Arguments given) {
      Credentials.Kind kind = kind(given);
      Credentials credentials = new Credentials(cadre.platform());
      String name = Json.string(credentials.get(kind, given.needed(NAME)), "name");
      Memories.confirm(
          cadre.terminal(),
          given.has(GatewayCommand.CONFIRM),
          "Delete the credential %s (%s)?".formatted(name, kind.word()));
      credentials.delete(kind, name);
      cadre.terminal().note("deleted " + name);
      return Exit.OK.code();
    }
  }
}
