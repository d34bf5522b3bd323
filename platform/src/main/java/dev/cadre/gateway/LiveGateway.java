package dev.cadre.gateway;

import dev.cadre.mcp.McpChanges;
import java.util.concurrent.locks.ReentrantLock;

/** What a gateway in use offers now, and who hears when that changes. Thread-safe. */
final class LiveGateway {
  private final McpChanges changes = new McpChanges();
  private final ReentrantLock changing = new ReentrantLock();
  private volatile Federation federation;
  private volatile String mark;

  /**
   * @param mark of the gateway, read before what it offers
   */
  LiveGateway(Federation federation, String mark) {
    this.federation = federation;
    this.mark = mark;
  }

  String mark() {
    return mark;
  }

  McpChanges changes() {
    return changes;
  }

  /** Waits for a change that is being written: who has seen it written must find it here. */
  Federation federation() {
    if (!changing.isLocked()) {
      return federation;
    }
    changing.lock();
    try {
      return federation;
    } finally {
      changing.unlock();
    }
  }

  /** Held while a change is written and taken up. */
  ReentrantLock changing() {
    return changing;
  }

  /** Clients that listen are told. */
  void offers(Federation newFederation, String newMark) {
    federation = newFederation;
    mark = newMark;
    changes.announce(new McpChanges.Change.Tools());
    changes.announce(new McpChanges.Change.Resources());
    changes.announce(new McpChanges.Change.Prompts());
  }
}
