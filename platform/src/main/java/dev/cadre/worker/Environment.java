package dev.cadre.worker;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The variables and flags by which programs learn their folders, their port and the way out. */
final class Environment {
  private static final String PATH = "/usr/local/bin:/usr/bin:/bin";

  private Environment() {}

  static Map<String, String> of(Launch launch, boolean ownNetwork) {
    WorkerSpec spec = launch.spec();
    Map<String, String> env = new TreeMap<>();
    env.put("PATH", PATH);
    env.put("HOME", spec.workFolder().toString());
    env.put("TMPDIR", "/tmp");
    env.put("LANG", "C.UTF-8");
    env.put("USER", "agent");
    env.put("PORT", Integer.toString(launch.port()));
    if (ownNetwork) {
      proxy(env);
    }
    env.putAll(spec.env());
    if (!ownNetwork) {
      // The port is not the agent's to choose here, so the shims come after its own variables.
      PortShim.apply(env, spec.port(), launch.port(), launch.run());
    }
    return env;
  }

  private static void proxy(Map<String, String> env) {
    String address = "http://127.0.0.1:" + EgressProxy.PORT;
    for (String name : List.of("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")) {
      env.put(name, address);
      env.put(name.toLowerCase(Locale.ROOT), address);
    }
    env.put("NO_PROXY", "localhost,127.0.0.1,::1");
    env.put("no_proxy", "localhost,127.0.0.1,::1");
    env.put("NODE_USE_ENV_PROXY", "1");
  }

  /** A JVM reads no proxy from the environment: it gets it as flags. */
  static List<String> withJavaProxy(List<String> command) {
    if (!Path.of(command.getFirst()).endsWith("java")) {
      return command;
    }
    List<String> flagged = new ArrayList<>(command);
    flagged.addAll(
        1,
        List.of(
            "-Dhttp.proxyHost=127.0.0.1",
            "-Dhttp.proxyPort=" + EgressProxy.PORT,
            "-Dhttps.proxyHost=127.0.0.1",
            "-Dhttps.proxyPort=" + EgressProxy.PORT,
            "-Dhttp.nonProxyHosts=localhost|127.*|[::1]"));
    return flagged;
  }
}
