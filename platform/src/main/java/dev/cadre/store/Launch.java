package dev.cadre.store;

import dev.cadre.fault.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The way the server's programs are started on this machine: words that go before the command, each
 * of which replaces itself by the next, so that the process started is the server.
 *
 * @param description what a person is told
 * @param prefix empty when nothing is needed or nothing can be had
 * @param owner the user who must own the files, or empty when that is the platform's own
 */
record Launch(String description, List<String> prefix, String owner) {
  private static final long PROBE_SECONDS = 5;

  // An own session, so that Ctrl-C at the terminal reaches the platform alone, which then stops the
  // server in its turn.
  private static final List<String> OWN_SESSION = List.of("setsid");
  // Sent by the kernel when the thread that started the server ends, even by kill -9. A change of
  // user clears it, so that it comes last.
  private static final List<String> DIES_WITH_PARENT =
      List.of("setpriv", "--pdeathsig", "INT", "--");
  // To the server it is user nobody who owns the files; on disk they stay the platform's own, so
  // that no other process of user nobody can read them.
  private static final List<String> NAMESPACE =
      List.of("unshare", "--user", "--map-user=65534", "--map-group=65534", "--");
  private static final List<String> AS_NOBODY =
      List.of(
          "setpriv",
          "--reuid=nobody",
          "--regid=nogroup",
          "--clear-groups",
          "--pdeathsig",
          "INT",
          "--");

  private static final List<Launch> UNPRIVILEGED =
      List.of(
          new Launch("dies with the platform", joined(OWN_SESSION, DIES_WITH_PARENT), ""),
          new Launch("dies with the platform, shares its terminal", DIES_WITH_PARENT, ""),
          new Launch("outlives a kill of the platform until the next start", List.of(), ""));
  static final Launch IN_NAMESPACE =
      new Launch(
          "in a user namespace, dies with the platform",
          joined(joined(OWN_SESSION, NAMESPACE), DIES_WITH_PARENT),
          "");
  static final Launch TO_NOBODY =
      new Launch(
          "as user nobody, dies with the platform", joined(OWN_SESSION, AS_NOBODY), "nobody");

  /** The first way that works here; {@code folder} is one that this process may write to. */
  static Launch choose(Path folder) throws IOException {
    for (Launch candidate : isRoot(folder) ? List.of(IN_NAMESPACE, TO_NOBODY) : UNPRIVILEGED) {
      if (candidate.works()) {
        return candidate;
      }
    }
    throw new Fault.Unavailable(
        "PostgreSQL refuses to run as root, and this machine allows neither a user namespace"
            + " (unshare) nor a change of user (setpriv); start cadre as an ordinary user, or give"
            + " a database with --database-url");
  }

  List<String> command(String program, List<String> args) {
    List<String> words = new ArrayList<>(prefix);
    words.add(program);
    words.addAll(args);
    return words;
  }

  /** Gives {@code folder} and what it holds to the user whom the server will run as. */
  void own(Path folder) throws IOException {
    if (owner.isEmpty()) {
      return;
    }
    UserPrincipal user =
        folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(owner);
    try (Stream<Path> found = Files.walk(folder)) {
      for (Path path : found.toList()) {
        Files.setOwner(path, user);
      }
    }
  }

  private boolean works() {
    if (prefix.isEmpty()) {
      return true;
    }
    try {
      Process probe =
          new ProcessBuilder(command("true", List.of()))
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      return probe.waitFor(PROBE_SECONDS, TimeUnit.SECONDS) && probe.exitValue() == 0;
    } catch (IOException e) {
      return false; // The first word is not installed.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static boolean isRoot(Path folder) throws IOException {
    // A new file belongs to the user who runs this process, whoever owns the folder.
    Path mine = Files.createTempFile(folder, "owner", null);
    try {
      return (int) Files.getAttribute(mine, "unix:uid") == 0;
    } finally {
      Files.delete(mine);
    }
  }

  private static List<String> joined(List<String> first, List<String> then) {
    return Stream.concat(first.stream(), then.stream()).toList();
  }
}
