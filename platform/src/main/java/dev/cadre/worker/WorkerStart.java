package dev.cadre.worker;

import dev.cadre.worker.LogLine.Stream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** From a process that has just been made to a worker whose program runs. */
final class WorkerStart {
  private static final int MAX_COMPLAINT = 4096;

  private WorkerStart() {}

  /**
   * Waits for the sandbox, opens its doors, and only then lets the program run.
   *
   * @throws IOException when the sandbox could not be built, with what was said
   */
  static LocalWorker begin(WorkerParts parts, Process process, WorkerNetworkMaker networks)
      throws IOException {
    Launch launch = parts.launch();
    WorkerSpec spec = launch.spec();
    WorkerLog log = new WorkerLog(spec.workerId(), spec.lines(), parts.clock());
    boolean sandboxed = parts.confinement().sandboxed();
    long inner = sandboxed ? SandboxInfo.read(process.getErrorStream()) : process.pid();
    OutputStream script = process.getOutputStream();
    say(script, Script.READY);
    if (process.getInputStream().read() < 0) {
      throw new IOException(
          new String(process.getErrorStream().readNBytes(MAX_COMPLAINT), StandardCharsets.UTF_8)
              .strip());
    }
    long main = sandboxed ? ProcessTable.onlyChild(inner).orElse(inner) : inner;
    WorkerNetwork network = networks.network(inner);
    Doors doors = networks.doors(network, spec, text -> log.add(Stream.NOTICE, text));
    LocalWorker.Sandboxed inside =
        new LocalWorker.Sandboxed(inner, main, network, doors, group(parts, inner, main));
    long started = ProcessTable.entry(process.pid()).map(ProcessTable.Entry::started).orElse(-1L);
    parts.files().record(launch.run(), process.pid(), inner, started);
    LocalWorker worker = LocalWorker.of(parts, process, inside, log);
    Map<String, String> env = Environment.of(launch, parts.confinement().ownNetwork());
    say(script, Script.become(env, spec.workFolder(), spec.limits()));
    script.close();
    return worker;
  }

  private static CgroupV2.@Nullable Group group(WorkerParts parts, long inner, long main)
      throws IOException {
    CgroupV2 cgroups = parts.cgroups();
    if (cgroups == null) {
      return null;
    }
    WorkerSpec spec = parts.launch().spec();
    CgroupV2.Group group = cgroups.create(spec.workerId(), spec.limits());
    group.add(inner);
    group.add(main);
    return group;
  }

  private static void say(OutputStream script, String text) throws IOException {
    script.write(text.getBytes(StandardCharsets.UTF_8));
    script.flush();
  }
}
