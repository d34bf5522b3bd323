package dev.cadre.server;

import java.io.PrintStream;
import java.util.List;

/** What a person sees when the platform is up. */
final class Banner {
  private Banner() {}

  /**
   * @param begun the {@code nanoTime} at which the start began
   */
  static void print(PrintStream out, Server.Summary summary, long begun) {
    String took = " in " + (System.nanoTime() - begun) / 1_000_000 + " ms";
    out.println();
    out.println("  Cadre " + Version.NUMBER + " is up at " + summary.url() + took);
    out.println();
    out.println("  console    " + summary.url() + "/");
    out.println("  agents     " + summary.isolation());
    out.println("  database   " + summary.database());
    out.println("  state      " + summary.state());
    systems(out, summary.systems());
    out.println(
        "  callers    "
            + (summary.authRequired()
                ? "must sign (SigV4) or bring a token; keys: ./cadre keys create NAME"
                : "anyone on this machine, unproven (development); --auth required changes that"));
    out.println(
        "  health     " + summary.url() + "/health   metrics  " + summary.url() + "/metrics");
    out.println();
    out.println("  next       ./cadre deploy examples/python-echo");
    out.println("             ./cadre invoke python_echo \"hello\"");
    out.println();
    out.flush();
  }

  private static void systems(PrintStream out, List<String> systems) {
    String label = "  systems    ";
    for (String system : systems) {
      for (String line : system.lines().toList()) {
        out.println(label + line);
        label = "             ";
      }
    }
  }
}
