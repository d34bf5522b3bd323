package dev.cadre.gateway;

import dev.cadre.store.Database;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Notices what other nodes wrote about the gateways that this one has in memory. One query for all
 * of them, none while there are none.
 */
final class NodeWatch {
  private final Database database;
  private final LiveGateways live;
  private final Entrances entrances;

  NodeWatch(Database database, LiveGateways live, Entrances entrances) {
    this.database = database;
    this.live = live;
    this.entrances = entrances;
  }

  /** Drops or reads again what is no longer as it was. */
  void look() {
    Map<GatewayId, String> entered = entrances.marks();
    Map<GatewayId, String> used = live.marks();
    Set<GatewayId> all = new HashSet<>(entered.keySet());
    all.addAll(used.keySet());
    if (all.isEmpty()) {
      return;
    }
    Map<GatewayId, String> now = GatewayStore.marks(database, all);
    // Who may enter first: what a gateway offers can take a moment to read.
    entered.forEach(
        (id, mark) -> {
          if (!mark.equals(now.get(id))) {
            entrances.forget(id);
          }
        });
    used.forEach(
        (id, mark) -> {
          if (!mark.equals(now.get(id))) {
            live.refresh(id);
          }
        });
  }
}
