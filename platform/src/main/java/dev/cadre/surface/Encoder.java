package dev.cadre.surface;

import dev.cadre.harness.TurnEvent;
import java.util.List;

/**
 * Words one turn's events in a protocol, in the order they come. It does nothing else: the same
 * events give the same frames.
 */
interface Encoder {
  List<Frame> frames(TurnEvent event);
}
