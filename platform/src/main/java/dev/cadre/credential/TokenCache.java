package dev.cadre.credential;

import dev.cadre.fault.Fault;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Tokens until shortly before they end. Of many callers that want the same one, one fetches it and
 * the others wait; they share its failure, too. Thread-safe.
 */
final class TokenCache {
  private static final int MAX_TOKENS = 1_000;
  private static final Duration MARGIN = Duration.ofSeconds(60);

  private final InstantSource clock;
  private final Map<Key, Slot> slots =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Slot> eldest) {
          return size() > MAX_TOKENS;
        }
      };

  /**
   * @param client whose tokens; one that was changed is another
   */
  record Key(Object client, TokenRequest request) {}

  /** Gets a token from where it is given. */
  @FunctionalInterface
  interface Fetch {
    AccessToken run() throws InterruptedException;
  }

  TokenCache(InstantSource clock) {
    this.clock = clock;
  }

  AccessToken get(Key key, Fetch fetch) throws InterruptedException {
    Slot slot = slot(key);
    AccessToken known = fresh(slot.token);
    if (known != null) {
      return known;
    }
    int before = slot.attempts.get();
    slot.lock.lockInterruptibly();
    try {
      AccessToken found = fresh(slot.token);
      if (found != null) {
        return found;
      }
      Fault failure = slot.failure;
      if (failure != null && slot.attempts.get() != before) {
        throw failure;
      }
      return slot.fetch(fetch);
    } finally {
      slot.lock.unlock();
    }
  }

  /** The next caller fetches anew, unless another has done so since {@code value} was given. */
  void drop(Key key, String value) {
    Slot slot = slot(key);
    if (!slot.lock.tryLock()) {
      // Somebody is fetching a newer one just now.
      return;
    }
    try {
      AccessToken known = slot.token;
      if (known != null && known.value().equals(value)) {
        slot.token = null;
      }
    } finally {
      slot.lock.unlock();
    }
  }

  private Slot slot(Key key) {
    synchronized (slots) {
      return slots.computeIfAbsent(key, _ -> new Slot(clock));
    }
  }

  /** Null when it is over, or there is none. */
  private @Nullable AccessToken fresh(@Nullable AccessToken token) {
    return token != null && clock.instant().isBefore(token.expiresAt()) ? token : null;
  }

  private static final class Slot {
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable AccessToken token;
    private final AtomicInteger attempts = new AtomicInteger();
    private @Nullable Fault failure;

    Slot(InstantSource clock) {
      this.clock = clock;
    }

    /** With the lock held. */
    AccessToken fetch(Fetch fetch) throws InterruptedException {
      try {
        AccessToken fetched = fetch.run();
        token = early(fetched);
        failure = null;
        attempts.incrementAndGet();
        return fetched;
      } catch (Fault e) {
        failure = e;
        attempts.incrementAndGet();
        throw e;
      }
    }

    /** Ends a minute before it does, or a tenth of a short life. */
    private AccessToken early(AccessToken fetched) {
      Instant end = fetched.expiresAt();
      Duration tenth = Duration.between(clock.instant(), end).dividedBy(10);
      return new AccessToken(
          fetched.value(), end.minus(tenth.compareTo(MARGIN) < 0 ? tenth : MARGIN));
    }
  }
}
