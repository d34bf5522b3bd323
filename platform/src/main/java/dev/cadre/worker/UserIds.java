package dev.cadre.worker;

import dev.cadre.fault.Fault;
import java.util.BitSet;

/**
 * Numbers of users that no account of the host has: above the ranges of systemd (to 1,879,048,191),
 * of containers and of people. Each running worker has one, so that the kernel counts its processes
 * apart and its files belong to nobody else.
 */
final class UserIds {
  private static final int FIRST = 1_900_000_000;
  private static final int COUNT = 20_000;

  private final BitSet taken = new BitSet();

  synchronized int take() {
    int free = taken.nextClearBit(0);
    if (free >= COUNT) {
      throw new Fault.Unavailable(COUNT + " workers run already on this machine");
    }
    taken.set(free);
    return FIRST + free;
  }

  synchronized void giveBack(int uid) {
    taken.clear(uid - FIRST);
  }
}
