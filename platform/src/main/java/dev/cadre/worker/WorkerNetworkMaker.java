package dev.cadre.worker;

import dev.cadre.time.Timer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Opens a new worker's network and what the platform offers in it. */
record WorkerNetworkMaker(@Nullable SystemCalls calls, Timer timer, InetSocketAddress platform) {

  /** {@code inner} is a process in the network. */
  WorkerNetwork network(long inner) throws IOException {
    return calls == null ? new WorkerNetwork.Shared() : new WorkerNetwork.Namespace(calls, inner);
  }

  /** The platform's API and the way out; nothing where the network is the host's. */
  Doors doors(WorkerNetwork network, WorkerSpec spec, Consumer<String> notices) throws IOException {
    Doors doors = new Doors(network, notices);
    switch (network) {
      case WorkerNetwork.Shared() -> {
        return doors;
      }
      case WorkerNetwork.Namespace _ -> {
        EgressProxy proxy =
            new EgressProxy(
                timer, new EgressRules(spec.network()), notices, LocalWorkers::hostNames);
        try {
          doors.open(EgressProxy.PORT, proxy::serve);
          if (platform.getPort() > 0 && platform.getPort() != spec.port()) {
            doors.relay(platform.getPort(), platform);
          }
        } catch (IOException e) {
          doors.close();
          throw e;
        }
        return doors;
      }
    }
  }
}
