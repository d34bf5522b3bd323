package dev.cadre.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

final class DoctorCommand implements Action {
  private final LocalChecks local;

  DoctorCommand(LocalChecks local) {
    this.local = local;
  }

  @Override
  public Syntax syntax() {
    return Syntax.of("doctor", "Say what this machine and the platform can and cannot do, and why.")
        .notes("Ends with 1 when something fails.")
        .examples("cadre doctor");
  }

  @Override
  public int run(Cadre cadre, Arguments given) {
    List<Check> machine = local.all();
    var platform = new ArrayList<Check>();
    ask(cadre, platform);
    if (cadre.json()) {
      ObjectNode node = Json.object();
      add(node.putArray("machine"), machine);
      add(node.putArray("platform"), platform);
      cadre.printJson(node);
    } else {
      print(cadre.terminal(), "this machine", machine);
      print(cadre.terminal(), "the platform", platform);
    }
    boolean failed =
        machine.stream().anyMatch(DoctorCommand::fails)
            || platform.stream().anyMatch(DoctorCommand::fails);
    return (failed ? Exit.FAILED : Exit.OK).code();
  }

  private static void ask(Cadre cadre, List<Check> checks) {
    Platform platform = cadre.platform();
    try {
      platform.get("/cadre/v1/doctor").path("checks").forEach(c -> checks.add(Check.of(c)));
    } catch (Failure e) {
      if (e.exit() == Exit.UNREACHABLE) {
        checks.add(LocalChecks.port(platform.url()));
      } else {
        checks.add(Check.fail("platform", e.said(), ""));
      }
    }
  }

  private static boolean fails(Check check) {
    return check.status() == Check.Status.FAIL;
  }

  private static void add(ArrayNode array, List<Check> checks) {
    checks.forEach(check -> array.add(check.json()));
  }

  private static void print(Terminal terminal, String title, List<Check> checks) {
    terminal.print(title);
    for (Check check : checks) {
      String status = check.status().name().toLowerCase(Locale.ROOT);
      String line =
          "  " + status + " ".repeat(6 - status.length()) + check.name() + ": " + check.detail();
      terminal.print(Terminal.plain(line));
      if (!check.remedy().isEmpty()) {
        terminal.print(Terminal.plain("        -> " + check.remedy()));
      }
    }
  }
}
