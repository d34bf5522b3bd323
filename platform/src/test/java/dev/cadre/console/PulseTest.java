package dev.cadre.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class PulseTest {
  private static final Duration NO_WAIT = Duration.ZERO;
  private final AtomicReference<String> agents = new AtomicReference<>("1");
  private final AtomicInteger asked = new AtomicInteger();
  private final Pulse pulse =
      new Pulse(Map.of("agents", this::mark, "turns", () -> "same"), new IdleTimer());

  private String mark() {
    asked.incrementAndGet();
    return agents.get();
  }

  @Test
  void a_watcher_hears_which_topics_changed() throws InterruptedException {
    try (Pulse.Watch watch = pulse.watch()) {
      pulse.look();
      assertThat(watch.next(NO_WAIT)).isEmpty();
      agents.set("2");
      pulse.look();
      assertThat(watch.next(NO_WAIT)).isEqualTo(Set.of("agents"));
      assertThat(watch.next(NO_WAIT)).isEmpty();
    }
  }

  @Test
  void two_watchers_hear_each_change_once_each() throws InterruptedException {
    try (Pulse.Watch first = pulse.watch();
        Pulse.Watch second = pulse.watch()) {
      pulse.look();
      agents.set("2");
      pulse.look();
      assertThat(first.next(NO_WAIT)).containsExactly("agents");
      agents.set("3");
      pulse.look();
      assertThat(first.next(NO_WAIT)).containsExactly("agents");
      assertThat(second.next(NO_WAIT)).containsExactly("agents");
      assertThat(second.next(NO_WAIT)).isEmpty();
    }
  }

  @Test
  void nothing_is_asked_while_nobody_watches() {
    pulse.look();
    pulse.watch().close();
    pulse.look();
    assertThat(asked).hasValue(0);
  }

  @Test
  void the_end_wakes_who_waits() throws Exception {
    try (Pulse.Watch watch = pulse.watch()) {
      CompletableFuture<Set<String>> heard = new CompletableFuture<>();
      Thread waiting =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      heard.complete(watch.next(Duration.ofMinutes(5)));
                    } catch (InterruptedException e) {
                      heard.completeExceptionally(e);
                    }
                  });
      pulse.close();
      assertThat(heard.get(10, java.util.concurrent.TimeUnit.SECONDS)).isEmpty();
      waiting.join();
      assertThat(pulse.open()).isFalse();
    }
  }
}
