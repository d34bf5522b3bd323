package dev.cadre.harness;

import dev.cadre.fault.Fault;
import dev.cadre.harness.Mailbox.Stop;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;

/** The turns under way on this node, one for each conversation. Thread-safe. */
final class LiveTurns implements AutoCloseable {
  private static final int MAX_TURNS = 10_000;

  private final Map<ConversationId, Live> live = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /** A turn under way. */
  record Live(
      ConversationId conversation,
      UUID turn,
      int hops,
      Mailbox<Signal> mailbox,
      CountDownLatch over) {}

  /**
   * The conversation is this turn's until it is released.
   *
   * @param hops how many agents stand between the turn and whoever called first
   * @throws Fault.Conflict when the conversation has a turn under way
   */
  Live claim(ConversationId conversation, UUID turn, int hops) {
    requireOpen();
    if (live.size() >= MAX_TURNS) {
      throw new Fault.Throttled(
          MAX_TURNS + " turns run already; try again when some have ended", Duration.ofSeconds(1));
    }
    Live mine = new Live(conversation, turn, hops, new Mailbox<>(), new CountDownLatch(1));
    if (live.putIfAbsent(conversation, mine) != null) {
      throw Journal.busy();
    }
    if (closed) {
      release(mine);
      requireOpen();
    }
    return mine;
  }

  private void requireOpen() {
    if (closed) {
      throw new Fault.Unavailable("the platform is stopping; try again in a moment");
    }
  }

  void release(Live mine) {
    live.remove(mine.conversation(), mine);
    mine.over().countDown();
  }

  /** Returns when {@code turn} is not under way here, or no longer. */
  void awaitEnd(ConversationId conversation, UUID turn) throws InterruptedException {
    Live running = live.get(conversation);
    if (running != null && running.turn().equals(turn)) {
      running.over().await();
    }
  }

  boolean cancel(ConversationId conversation) {
    Live turn = live.get(conversation);
    return turn != null && turn.mailbox().stop(Stop.CANCELLED);
  }

  Set<UUID> ids() {
    return live.values().stream().map(Live::turn).collect(Collectors.toSet());
  }

  /** Turns stop where they are. Inner ones first: an outer one's end would cancel them. */
  @Override
  public void close() {
    closed = true;
    live.values().stream()
        .sorted(Comparator.comparingInt(Live::hops).reversed())
        .forEach(turn -> turn.mailbox().stop(Stop.SHUTDOWN));
  }
}
