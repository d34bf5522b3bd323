package dev.cadre.system;

import dev.cadre.harness.TurnSink;
import java.io.IOException;

/** What a streaming route tells of a turn between its first line and its last. */
interface RouteLines extends TurnSink {

  /** What the first line is called, the last, and the last of a turn that broke. */
  record Names(String started, String complete, String error) {}

  Names names();

  /** The answer as the last line has it; that line follows. */
  void whole(String text) throws IOException;
}
