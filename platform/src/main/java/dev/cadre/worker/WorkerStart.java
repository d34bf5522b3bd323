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
    WorkerSpec spec = parts.launch().spec();
    WorkerLog log = new WorkerLog(spec.workerId(), spec.lines(), parts.clock());
    try {
      long inner =
          parts.confinement().sandboxed()
              ? SandboxInfo.read(process.getErrorStream())
              : process.pid();
      awaitReady(process);
      WorkerNetwork network = networks.network(inner);
      try {
        Doors doors = networks.doors(network, spec, text -> log.add(Stream.NOTICE, text));
        return open(parts, process, log, inner, network, doors);
      } catch (IOException e) {
        network.close();
        throw e;
      }
    } catch (IOException | RuntimeException e) {
      log.close();
      throw e;
    }
  }

  private static void awaitReady(Process process) throws IOException {
    say(process.getOutputStream(), Script.READY);
    if (process.getInputStream().read() < 0) {
      byte[] complaint = process.getErrorStream().readNBytes(MAX_COMPLAINT);
      throw new IOException(new String(complaint, StandardCharsets.UTF_8).strip());
    }
  }

  private static LocalWorker open(
      WorkerParts parts,
      Process process,
      WorkerLog log,
      long inner,
      WorkerNetwork network,
      Doors doors)
      throws IOException {
    Launch launch = parts.launch();
    try {
      long main =
          parts.confinement().sandboxed() ? ProcessTable.onlyChild(inner).orElse(inner) : inner;
      LocalWorker.Sandboxed inside =
          new LocalWorker.Sandboxed(inner, main, network, doors, group(parts, inner, main));
      long started = ProcessTable.entry(process.pid()).map(ProcessTable.Entry::started).orElse(-1L);
      parts.files().record(launch.run(), process.pid(), inner, started);
      Map<String, String> env = Environment.of(launch, parts.confinement().ownNetwork());
      OutputStream script = process.getOutputStream();
      say(script, Script.become(env, launch.spec().workFolder(), launch.spec().limits()));
      script.close();
      return LocalWorker.of(parts, process, inside, log);
    } catch (IOException e) {
      doors.close();
      throw e;
    }
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
