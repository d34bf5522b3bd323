package dev.cadre.telemetry;

import dev.cadre.id.AgentRuntimeId;
import dev.cadre.id.SessionId;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts the lines of each session that were lost, until they are told of. Thread-safe. */
final class LostLines {
  // A flood from more sessions than this is told of for these only; the total is a metric.
  private static final int MAX_SESSIONS = 1000;

  private final InstantSource clock;
  private final Map<Writer, Long> counts = new HashMap<>();

  private record Writer(AgentRuntimeId agent, String version, SessionId session) {}

  LostLines(InstantSource clock) {
    this.clock = clock;
  }

  synchronized void count(LogLine line) {
    Writer writer = new Writer(line.agent(), line.version(), line.session());
    if (counts.size() < MAX_SESSIONS || counts.containsKey(writer)) {
      counts.merge(writer, 1L, Long::sum);
    }
  }

  /** A line for each session concerned; begins to count anew. */
  synchronized List<LogLine> notices() {
    List<LogLine> notices = new ArrayList<>();
    counts.forEach((writer, count) -> notices.add(notice(writer, count)));
    counts.clear();
    return notices;
  }

  private LogLine notice(Writer writer, long count) {
    return new LogLine(
        clock.instant(),
        writer.agent(),
        writer.version(),
        writer.session(),
        null,
        LogStream.NOTICE,
        count + " lines were lost: more came than could be written");
  }
}
