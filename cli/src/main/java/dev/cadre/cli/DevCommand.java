package dev.cadre.cli;

import java.nio.file.Path;

final class DevCommand implements Action {
  private static final Operand FILE =
      new Operand("FILE", Count.OPTIONAL, "The agent's file (default: agent.yaml).");

  @Override
  public Syntax syntax() {
    return Syntax.of("dev", "Talk to a declared agent while you write it.")
        .takes(FILE)
        .notes(
            "The file is deployed as NAME_dev, and again whenever it is saved; the conversation"
                + " goes on",
            "with it. Tool calls are shown as they happen, and those that need approval asked for.",
            "/reset begins a new conversation, /quit ends.")
        .examples("cadre dev agent.yaml");
  }

  @Override
  public int run(Cadre cadre, Arguments given) {
    Path named = given.path(FILE);
    Path file =
        cadre.surroundings().folder().resolve(named == null ? Path.of(DeclaredFile.NAME) : named);
    var chat = new DevChat(cadre.surroundings(), cadre.platform(), file.normalize());
    return chat.run();
  }
}
