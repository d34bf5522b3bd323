package dev.cadre.cli;

final class VersionCommand implements Action {
  @Override
  public Syntax syntax() {
    return Syntax.of("version", "Print the version of the command line and of its Java.")
        .examples("cadre version");
  }

  @Override
  public int run(Cadre cadre, Arguments given) {
    if (cadre.json()) {
      cadre.printJson(
          Json.object().put("version", Cadre.VERSION).put("java", Runtime.version().toString()));
    } else {
      cadre.terminal().print(Cadre.VERSION + " (Java " + Runtime.version() + ")");
    }
    return Exit.OK.code();
  }
}
