package dev.cadre.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cadre.agent.Deployment;
import dev.cadre.fault.Fault;
import dev.cadre.id.AgentRuntimeId;
import dev.cadre.id.SessionId;
import dev.cadre.store.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class SessionsTest {
  private final TestDatabase database = TestDatabase.fresh();
  private final SessionsBench bench = new SessionsBench(database.database(), Samples.config());
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final SessionId id = Samples.id();

  @AfterEach
  void close() {
    threads.shutdownNow();
    database.close();
  }

  @Test
  void fifty_first_invocations_at_once_meet_one_worker() throws Exception {
    SessionsBench wide = bench.with(wide());
    CountDownLatch held = wide.workers.holdStarts();
    List<Future<Lease>> entered = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      entered.add(threads.submit(() -> wide.enter(id)));
    }
    wide.workers.starting.take();
    held.countDown();
    Set<Workers.Worker> met = Set.copyOf(workersOf(entered));
    assertThat(met).hasSize(1);
    assertThat(wide.workers.started).hasSize(1);
    assertThat(wide.record(id).state()).isNotEqualTo(SessionState.ENDED);
  }

  @Test
  void no_worker_is_given_to_two_sessions() throws Exception {
    SessionsBench warm = bench.withWarmPool(3);
    List<Future<Lease>> entered = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      entered.add(threads.submit(() -> warm.enter(Samples.id())));
    }
    assertThat(Set.copyOf(workersOf(entered))).hasSize(40);
    assertThat(warm.workers.started).allMatch(worker -> worker.owners.size() <= 1);
    warm.pool.close();
  }

  @Test
  void one_that_does_not_start_tells_all_who_wait_and_is_recorded() throws Exception {
    CountDownLatch held = bench.workers.holdStarts();
    bench.workers.failure = FakeWorkers.broken();
    List<Future<Lease>> entered = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      entered.add(threads.submit(() -> bench.enter(id)));
    }
    bench.workers.starting.take();
    TestWait.until(() -> bench.sessions.all().size() == 1);
    held.countDown();
    for (Future<Lease> one : entered) {
      assertThatThrownBy(one::get)
          .isInstanceOf(ExecutionException.class)
          .cause()
          .isInstanceOf(Fault.AgentFailed.class)
          .hasMessageContaining("exited with code 7");
    }
    assertThat(bench.record(id).endReason()).isEqualTo(EndReason.INIT_FAILED);
    assertThat(bench.sessions.all()).isEmpty();
    bench.workers.failure = null;
    try (Lease again = bench.enter(id)) {
      assertThat(again.worker()).isNotNull();
    }
  }

  @Test
  void a_platform_failure_during_the_start_leaves_no_worker_and_no_open_record() {
    bench.workers.failure = new IllegalStateException("a defect");
    assertThatThrownBy(() -> bench.enter(id)).isInstanceOf(IllegalStateException.class);
    assertThat(bench.record(id).endReason()).isEqualTo(EndReason.INIT_FAILED);
    assertThat(bench.workers.discarded).hasSize(1);
  }

  @Test
  void a_crash_is_recorded_with_its_exit_code_and_told_to_the_caller() throws Exception {
    try (Lease lease = bench.enter(id)) {
      bench.workers.started.getFirst().die(3);
      Fault told =
          Failures.broken(lease.session(), lease.worker(), new java.io.IOException("reset"));
      assertThat(told)
          .isInstanceOf(Fault.AgentFailed.class)
          .hasMessageContaining("the agent exited with code 3")
          .hasMessageEndingWith("the line before the last\nthe last line");
    }
    SessionRecord record = bench.record(id);
    assertThat(record.state()).isEqualTo(SessionState.ENDED);
    assertThat(record.endReason()).isEqualTo(EndReason.CRASHED);
    assertThat(record.exitCode()).isEqualTo(3);
    assertThat(record.requests()).isEqualTo(1);
    assertThat(bench.workers.discarded).containsExactly(record.workerId());
  }

  @Test
  void the_id_of_an_ended_session_is_a_new_session() throws Exception {
    bench.enter(id).close();
    bench.workers.started.getFirst().die(0);
    SessionRecord first = bench.record(id);
    bench.clock.forward(Duration.ofSeconds(1));
    bench.enter(id).close();
    assertThat(bench.workers.started).hasSize(2);
    assertThat(bench.record(id).id()).isNotEqualTo(first.id());
    assertThat(bench.record(id).workerId()).isNotEqualTo(first.workerId());
  }

  @Test
  void stopped_it_is_over_in_the_database_before_the_stop_returns() throws Exception {
    bench.enter(id).close();
    assertThat(bench.sessions.stop(Samples.AGENT, id, EndReason.STOPPED)).isTrue();
    assertThat(bench.record(id).endReason()).isEqualTo(EndReason.STOPPED);
    assertThat(bench.workers.started.getFirst().alive()).isFalse();
    assertThat(bench.sessions.stop(Samples.AGENT, id, EndReason.STOPPED)).isFalse();
  }

  @Test
  void stopped_while_it_starts_its_worker_ends_as_soon_as_it_is_there() throws Exception {
    CountDownLatch held = bench.workers.holdStarts();
    Future<Lease> entered = threads.submit(() -> bench.enter(id));
    bench.workers.starting.take();
    Future<Boolean> stopped =
        threads.submit(() -> bench.sessions.stop(Samples.AGENT, id, EndReason.STOPPED));
    LiveSession session = bench.sessions.all().iterator().next();
    TestWait.until(() -> session.now().state() == SessionState.STOPPING);
    held.countDown();
    assertThat(stopped.get()).isTrue();
    assertThat(bench.workers.started.getFirst().alive()).isFalse();
    try (Lease lease = entered.get()) {
      assertThat(lease.worker()).as("of a new session").isSameAs(bench.workers.started.get(1));
    }
  }

  @Test
  void a_lease_ends_its_invocation_once() throws Exception {
    Lease lease = bench.enter(id);
    try (Lease _ = bench.enter(id)) {
      lease.close();
      lease.close();
      assertThat(lease.session().working()).isTrue();
    }
  }

  @Test
  void sessions_are_as_many_as_allowed() throws Exception {
    SessionsBench small = bench.with(Samples.limits(3, 2, 1000));
    small.enter(Samples.id());
    small.enter(id);
    assertThatThrownBy(() -> small.enter(Samples.id()))
        .isInstanceOf(Fault.QuotaExceeded.class)
        .hasMessageContaining("2 sessions");
    Deployment other = Samples.deployment(new AgentRuntimeId("other-AbCdEf1234"), 1, null);
    small.sessions.enter(other, Samples.id(), Samples.CALLER);
    assertThatThrownBy(() -> small.sessions.enter(other, Samples.id(), Samples.CALLER))
        .isInstanceOf(Fault.QuotaExceeded.class)
        .hasMessageContaining("3 sessions");
    small.enter(id).close();
    small.sessions.stop(Samples.AGENT, id, EndReason.STOPPED);
    small.enter(Samples.id()).close();
  }

  @Test
  void the_limit_holds_when_all_come_at_once() throws Exception {
    SessionsBench small = bench.with(Samples.limits(10, 10, 1000));
    List<Future<Lease>> entered = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      entered.add(threads.submit(() -> small.enter(Samples.id())));
    }
    int admitted = 0;
    for (Future<Lease> one : entered) {
      try {
        one.get();
        admitted++;
      } catch (ExecutionException e) {
        assertThat(e).hasCauseInstanceOf(Fault.QuotaExceeded.class);
      }
    }
    assertThat(admitted).isEqualTo(10);
  }

  @Test
  void new_sessions_are_throttled_and_those_that_live_are_not() throws Exception {
    SessionsBench slow = bench.with(Samples.limits(1000, 1000, 2));
    slow.enter(id).close();
    slow.enter(Samples.id()).close();
    assertThatThrownBy(() -> slow.enter(Samples.id())).isInstanceOf(Fault.Throttled.class);
    slow.enter(id).close();
    bench.clock.forward(Duration.ofMillis(500));
    slow.enter(Samples.id()).close();
  }

  @Test
  void another_version_under_another_qualifier_is_a_conflict() throws Exception {
    bench.enter(id).close();
    Deployment newer = Samples.deployment(Samples.AGENT, 2, Samples.DEFAULT);
    bench.sessions.enter(newer, id, Samples.CALLER).close();
    Deployment named = Samples.deployment(Samples.AGENT, 2, null);
    assertThatThrownBy(() -> bench.sessions.enter(named, id, Samples.CALLER))
        .isInstanceOf(Fault.Conflict.class)
        .hasMessageContaining("runs version 1");
    bench.sessions.enter(Samples.deployment(Samples.AGENT, 1, null), id, Samples.CALLER).close();
  }

  @Test
  void draining_waits_for_work_and_keeps_the_sessions() throws Exception {
    Lease lease = bench.enter(id);
    Future<?> drained = threads.submit(() -> bench.sessions.suspendAll(Duration.ofMinutes(1)));
    TestWait.until(this::refusesNewSessions);
    assertThat(drained.isDone()).isFalse();
    assertThat(bench.workers.started.getFirst().alive()).isTrue();
    lease.close();
    drained.get();
    assertThat(bench.workers.started.getFirst().alive()).isFalse();
    assertThat(bench.record(id).state()).isEqualTo(SessionState.IDLE);
    assertThat(bench.record(id).endedAt()).isNull();
    assertThat(bench.record(id).requests()).isEqualTo(1);
    assertThat(bench.workers.discarded).isEmpty();
  }

  @Test
  void work_that_outlasts_the_drain_is_told_that_the_platform_stops() throws Exception {
    try (Lease lease = bench.enter(id)) {
      bench.sessions.suspendAll(Duration.ofMillis(1));
      assertThat(Failures.broken(lease.session(), lease.worker(), new java.io.IOException("reset")))
          .isInstanceOf(Fault.Unavailable.class)
          .hasMessageContaining("the platform is stopping");
    }
  }

  /** A lease that is given all the same is given back: the drain would wait for it. */
  private boolean refusesNewSessions() {
    try (Lease _ = bench.enter(Samples.id())) {
      return false;
    } catch (Fault.Unavailable _) {
      return true;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static SessionConfig wide() {
    SessionConfig base = Samples.config();
    return new SessionConfig(
        base.maxSessions(),
        base.maxSessionsPerAgent(),
        1,
        100,
        100,
        base.maxWait(),
        base.initLimit(),
        base.plainLimit(),
        base.streamLimit(),
        base.heartbeat(),
        base.stopGrace(),
        base.drain(),
        0);
  }

  private static List<Workers.Worker> workersOf(List<Future<Lease>> entered) throws Exception {
    List<Workers.Worker> met = new ArrayList<>();
    for (Future<Lease> one : entered) {
      met.add(one.get().worker());
    }
    return met.stream().collect(Collectors.toList());
  }
}
