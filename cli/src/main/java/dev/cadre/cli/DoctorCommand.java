package dev.cadre.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "doctor",
    description = "Say what this machine and the platform can and cannot do, and why.",
    footer = {"Ends with 1 when something fails.", "Example:", "  cadre doctor"})
final class DoctorCommand implements Callable<Integer> {
  private final Cadre cadre;
  private final LocalChecks local;

  DoctorCommand(Cadre cadre, LocalChecks local) {
    this.cadre = cadre;
    this.local = local;
  }

  @Override
  public Integer call() {
    List<Check> machine = local.all();
    var platform = new ArrayList<Check>();
    ask(platform);
    if (cadre.json()) {
      ObjectNode node = Json.object();
      add(node.putArray("machine"), machine);
      add(node.putArray("platform"), platform);
      cadre.printJson(node);
    } else {
      print("this machine", machine);
      print("the platform", platform);
    }
    boolean failed =
        machine.stream().anyMatch(DoctorCommand::fails)
            || platform.stream().anyMatch(DoctorCommand::fails);
    return (failed ? Exit.FAILED : Exit.OK).code();
  }

  private void ask(List<Check> checks) {
    try (Platform platform = cadre.platform()) {
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
  }

  private static boolean fails(Check check) {
    return check.status() == Check.Status.FAIL;
  }

  private static void add(ArrayNode array, List<Check> checks) {
    checks.forEach(check -> array.add(check.json()));
  }

  private void print(String title, List<Check> checks) {
    cadre.terminal().print(title);
    for (Check check : checks) {
      String status = check.status().name().toLowerCase(Locale.ROOT);
      String line =
          "  " + status + " ".repeat(6 - status.length()) + check.name() + ": " + check.detail();
      cadre.terminal().print(Terminal.plain(line));
      if (!check.remedy().isEmpty()) {
        cadre.terminal().print(Terminal.plain("        -> " + check.remedy()));
      }
    }
  }
}
