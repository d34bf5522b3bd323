package dev.cadre.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cadre.id.SessionId;
import dev.cadre.store.TestDatabase;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class SessionStoreTest {
  private final TestDatabase database = TestDatabase.fresh();
  private final SessionsBench bench = new SessionsBench(database.database(), Samples.config());
  private final SessionStore store = bench.store;
  private final SessionId id = Samples.id();

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void only_sessions_without_a_worker_expire_there() throws InterruptedException {
    bench.enter(id).close();
    bench.clock.forward(Samples.LIFE);
    assertThat(store.expire(bench.clock.instant())).isZero();
    store.restarted(bench.clock.instant());
    assertThat(store.expire(bench.clock.instant())).isEqualTo(1);
    assertThat(bench.record(id).endReason()).isEqualTo(EndReason.MAX_LIFETIME);
  }

  @Test
  void one_idle_for_its_timeout_without_a_worker_expires() throws InterruptedException {
    bench.enter(id).close();
    store.restarted(bench.clock.instant());
    bench.clock.forward(Samples.IDLE.minusSeconds(1));
    assertThat(store.expire(bench.clock.instant())).isZero();
    bench.clock.forward(Duration.ofSeconds(1));
    assertThat(store.expire(bench.clock.instant())).isEqualTo(1);
    assertThat(bench.record(id).endReason()).isEqualTo(EndReason.IDLE_TIMEOUT);
  }

  @Test
  void a_session_whose_time_ran_out_while_the_platform_was_down_is_a_new_one()
      throws InterruptedException {
    bench.enter(id).close();
    SessionRecord before = bench.record(id);
    bench.clock.forward(Samples.IDLE);
    SessionsBench again = bench.with(Samples.config());
    store.restarted(bench.clock.instant());
    again.enter(id).close();
    assertThat(again.record(id).id()).isNotEqualTo(before.id());
    assertThat(again.workers.started.getFirst().id()).isNotEqualTo(before.workerId());
  }

  @Test
  void one_being_stopped_when_the_platform_ended_is_over() throws InterruptedException {
    bench.enter(id).close();
    SessionRecord before = bench.record(id);
    store.touch(
        List.of(
            new SessionStore.Touch(before.id(), SessionState.STOPPING, bench.clock.instant(), 1)));
    assertThat(store.restarted(bench.clock.instant())).isZero();
    assertThat(bench.record(id).endReason()).isEqualTo(EndReason.STOPPED);
  }

  @Test
  void a_session_ends_once() throws InterruptedException {
    bench.enter(id).close();
    SessionRecord before = bench.record(id);
    store.end(before.id(), bench.clock.instant(), EndReason.CRASHED, "first", 1, 1);
    store.end(before.id(), bench.clock.instant(), EndReason.STOPPED, "second", null, 1);
    assertThat(bench.record(id).endDetail()).isEqualTo("first");
  }
}
