package dev.cadre.surface;

import dev.cadre.harness.TurnEvent;
import dev.cadre.json.Json;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the agents that a turn called as tools do, in the platform's own form. Each call has a turn
 * of its own, whose last event sums that turn up. Of one answer.
 */
final class InnerEvents {
  private final Map<String, EventEncoder> calls = new HashMap<>();

  ObjectNode json(TurnEvent.Within within) {
    EventEncoder encoder =
        calls.computeIfAbsent(within.callId(), _ -> new EventEncoder(new Summary(false)));
    ObjectNode json =
        Json.object()
            .put("id", within.callId())
            .put("agent", within.agent())
            .put("session", within.session());
    json.set("event", data(encoder, within.event()));
    if (within.event() instanceof TurnEvent.Ended || within.event() instanceof TurnEvent.Failed) {
      calls.remove(within.callId());
    }
    return json;
  }

  private static ObjectNode data(EventEncoder encoder, TurnEvent event) {
    return switch (encoder.frames(event).getFirst()) {
      case Frame.Event(_, ObjectNode data) -> data;
      case Frame.Failure(_, ObjectNode data) -> data;
    };
  }
}
