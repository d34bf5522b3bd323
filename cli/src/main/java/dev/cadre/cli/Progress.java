package dev.cadre.cli;

import java.time.Duration;
import java.time.Instant;

/**
 * The stages of long work on the terminal's error stream: one line each, with a moving mark and the
 * time only where a person watches.
 */
final class Progress {
  private static final String[] MARKS = {"⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"};
  private static final String ERASE = "\r\u001b[K";

  private final Surroundings surroundings;
  private String stage = "";
  private Instant since;
  private int ticks;

  Progress(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.since = surroundings.clock().instant();
  }

  private Terminal terminal() {
    return surroundings.terminal();
  }

  /** Ends the stage before; the same text again changes nothing. */
  void stage(String text) {
    if (text.equals(stage)) {
      return;
    }
    done();
    stage = text;
    since = surroundings.clock().instant();
    if (terminal().interactive()) {
      tick();
    } else {
      terminal().note(text);
    }
  }

  /** Redraws the moving mark. */
  void tick() {
    if (!terminal().interactive() || stage.isEmpty()) {
      return;
    }
    String mark = MARKS[ticks++ % MARKS.length];
    terminal().err().print(ERASE + mark + " " + stage + " " + seconds());
    terminal().err().flush();
  }

  /** A line of output of the stage. */
  void line(String text) {
    if (terminal().interactive()) {
      terminal().err().print(ERASE);
    }
    terminal().note("  | " + Terminal.plain(text));
    tick();
  }

  void done() {
    if (terminal().interactive() && !stage.isEmpty()) {
      terminal().note(ERASE + "✓ " + stage + " " + seconds());
    }
    stage = "";
  }

  /** The stage did not end well; the command's message follows. */
  void broken() {
    if (terminal().interactive() && !stage.isEmpty()) {
      terminal().note(ERASE + "✗ " + stage);
    }
    stage = "";
  }

  private String seconds() {
    long tenths = Duration.between(since, surroundings.clock().instant()).toMillis() / 100;
    return tenths / 10 + "." + tenths % 10 + " s";
  }
}
