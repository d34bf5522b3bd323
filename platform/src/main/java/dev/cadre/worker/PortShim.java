package dev.cadre.worker;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/**
 * Where workers share the host's network, an agent cannot have port 8080 to itself. It is told its
 * port in PORT; for frameworks that fix theirs, Python and Node get a few lines at start-up that
 * turn a bind to the contract's port into one to the given port.
 */
final class PortShim {
  private static final String PYTHON = "sitecustomize.py";
  private static final String NODE = "shim.cjs";

  private PortShim() {}

  /** Puts the shims where the worker can read them. */
  static void install(Path run) throws IOException {
    for (String name : new String[] {PYTHON, NODE}) {
      try (InputStream in = PortShim.class.getResourceAsStream(name)) {
        if (in == null) {
          throw new IOException("the platform's jar lacks " + name);
        }
        Files.copy(in, run.resolve(name), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  static void apply(Map<String, String> env, int contract, int port, Path run) {
    env.put("PORT", Integer.toString(port));
    env.put("AGENT_PORT", Integer.toString(port));
    env.put("CADRE_CONTRACT_PORT", Integer.toString(contract));
    if (contract == 9000) {
      env.put("A2A_PORT", Integer.toString(port));
    }
    String python = env.get("PYTHONPATH");
    env.put("PYTHONPATH", run + (python == null ? "" : ":" + python));
    String node = env.get("NODE_OPTIONS");
    env.put("NODE_OPTIONS", "--require=" + run.resolve(NODE) + (node == null ? "" : " " + node));
  }
}
