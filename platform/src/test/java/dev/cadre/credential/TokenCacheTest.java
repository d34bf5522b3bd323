package dev.cadre.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cadre.fault.Fault;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Who fetches and who waits. */
final class TokenCacheTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private final TokenCache cache = new TokenCache(InstantSource.fixed(NOW));
  private final AtomicInteger fetches = new AtomicInteger();

  private static TokenCache.Key key(int provider) {
    return new TokenCache.Key(
        provider, new TokenRequest(List.of(), List.of(), List.of(), Map.of()));
  }

  private AccessToken fetched() {
    return new AccessToken("t-" + fetches.incrementAndGet(), NOW.plus(Duration.ofHours(1)));
  }

  private static Thread started(Runnable work) {
    return Thread.ofPlatform().start(work);
  }

  private static void awaitWaiting(Thread thread) {
    while (thread.getState() != Thread.State.WAITING) {
      assertThat(thread.isAlive()).isTrue();
      Thread.onSpinWait();
    }
  }

  @Test
  void those_who_waited_share_the_failure_and_the_next_tries_anew() throws Exception {
    CountDownLatch fail = new CountDownLatch(1);
    TokenCache.Fetch failing =
        () -> {
          fetches.incrementAndGet();
          fail.await();
          throw new Fault.Unavailable("down");
        };
    FutureTask<AccessToken> first = new FutureTask<>(() -> cache.get(key(1), failing));
    FutureTask<AccessToken> second = new FutureTask<>(() -> cache.get(key(1), failing));
    Thread one = started(first);
    awaitWaiting(one);
    Thread two = started(second);
    awaitWaiting(two);
    fail.countDown();
    for (FutureTask<AccessToken> task : List.of(first, second)) {
      assertThatThrownBy(task::get)
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(Fault.Unavailable.class);
    }
    assertThat(fetches).hasValue(1);
    assertThat(cache.get(key(1), this::fetched).value()).isEqualTo("t-2");
  }

  @Test
  void who_is_interrupted_leaves_the_fetch_to_the_next() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    FutureTask<AccessToken> first =
        new FutureTask<>(
            () ->
                cache.get(
                    key(1),
                    () -> {
                      never.await();
                      throw new AssertionError();
                    }));
    Thread one = started(first);
    awaitWaiting(one);
    FutureTask<AccessToken> second = new FutureTask<>(() -> cache.get(key(1), this::fetched));
    awaitWaiting(started(second));
    one.interrupt();
    assertThat(second.get().value()).isEqualTo("t-1");
    assertThatThrownBy(first::get).hasCauseInstanceOf(InterruptedException.class);
  }

  @Test
  void the_longest_unused_is_forgotten() throws Exception {
    for (int i = 0; i <= 1_000; i++) {
      var _ = cache.get(key(i), this::fetched);
    }
    assertThat(cache.get(key(1_000), this::fetched).value()).isEqualTo("t-1001");
    assertThat(cache.get(key(0), this::fetched).value()).isEqualTo("t-1002");
  }
}
