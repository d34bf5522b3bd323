package dev.cadre.session;

import dev.cadre.agent.Deployment;
import dev.cadre.fault.Fault;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** Starts workers that do nothing, when it is let. */
final class FakeWorkers implements Workers {
  final List<FakeWorker> started = new CopyOnWriteArrayList<>();
  final List<String> discarded = new CopyOnWriteArrayList<>();

  /** Every start shows here before it waits. */
  final BlockingQueue<String> starting = new LinkedBlockingQueue<>();

  volatile CountDownLatch gate = new CountDownLatch(0);
  volatile @Nullable RuntimeException failure;
  volatile boolean stillborn;

  @Override
  public Worker start(Deployment deployment, String workerId) throws InterruptedException {
    starting.add(workerId);
    gate.await();
    RuntimeException why = failure;
    if (why != null) {
      throw why;
    }
    FakeWorker worker = new FakeWorker(workerId);
    started.add(worker);
    if (stillborn) {
      worker.die(1);
    }
    return worker;
  }

  /** From now on starts wait until the latch is counted down. */
  CountDownLatch holdStarts() {
    gate = new CountDownLatch(1);
    return gate;
  }

  static Fault broken() {
    return new Fault.AgentFailed("the agent exited with code 7 before it listened on port 8080");
  }

  @Override
  public void discard(String workerId) {
    discarded.add(workerId);
  }

  @Override
  public void discardAllBut(Set<String> inUse) {}
}
