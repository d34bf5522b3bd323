package dev.cadre.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cadre.time.Timer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HeartbeatTest {
  private static final Duration QUIET = Duration.ofSeconds(15);
  private static final String EVENTS = "data: 1\n\nevent: x\ndata: 2\n\n: mine\n\ndata: 3\n\n";
  private static final String COMMENT = ":\n\n";

  private final ManualClock clock = new ManualClock();
  private final Beats timer = new Beats();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n"})
  void a_quiet_stream_gets_comments_between_events_and_never_in_one(String lineEnd)
      throws IOException {
    String events = EVENTS.replace("\n", lineEnd);
    byte[] bytes = events.getBytes(UTF_8);
    for (int cut = 0; cut <= bytes.length; cut++) {
      out.reset();
      String first = new String(bytes, 0, cut, UTF_8);
      String rest = new String(bytes, cut, bytes.length - cut, UTF_8);
      boolean between = cut > 0 && cut < bytes.length && first.endsWith(lineEnd + lineEnd);
      copy(List.of(first, rest), QUIET);
      assertThat(out.toString(UTF_8))
          .as("quiet at the start, after " + cut + " bytes, and at the end")
          .isEqualTo(COMMENT + first + (between ? COMMENT : "") + rest + COMMENT);
    }
  }

  @Test
  void a_stream_that_is_not_quiet_is_its_own_bytes() throws IOException {
    copy(List.of("data: 1\n\n", "data: 2\n\n"), QUIET.minusMillis(1).dividedBy(2));
    assertThat(out.toString(UTF_8)).isEqualTo("data: 1\n\ndata: 2\n\n");
  }

  @Test
  void after_the_end_nothing_is_written() throws IOException {
    copy(List.of("data: 1\n\n"), Duration.ZERO);
    clock.forward(QUIET);
    timer.forgotten.forEach(Runnable::run);
    assertThat(out.toString(UTF_8)).isEqualTo("data: 1\n\n");
  }

  @Test
  void a_stream_that_breaks_off_between_events_says_why() {
    InputStream broken = new Pieces(List.of("data: 1\n\n"), Duration.ZERO, true);
    assertThatThrownBy(() -> copyFrom(broken)).isInstanceOf(AnswerBody.BrokenOff.class);
    assertThat(out.toString(UTF_8)).isEqualTo("data: 1\n\nwhy\n\n");
  }

  @Test
  void a_stream_that_breaks_off_within_an_event_is_only_cut() {
    InputStream broken = new Pieces(List.of("data: 1"), Duration.ZERO, true);
    assertThatThrownBy(() -> copyFrom(broken)).isInstanceOf(AnswerBody.BrokenOff.class);
    assertThat(out.toString(UTF_8)).isEqualTo("data: 1");
  }

  private void copy(List<String> pieces, Duration pause) throws IOException {
    copyFrom(new Pieces(pieces.stream().filter(p -> !p.isEmpty()).toList(), pause, false));
  }

  private void copyFrom(InputStream in) throws IOException {
    Heartbeat.copyEvents(in, out, clock, timer, QUIET, _ -> "why\n\n".getBytes(UTF_8));
  }

  /** Gives one piece for each read, and lets time pass before it. */
  private final class Pieces extends InputStream {
    private final List<String> left;
    private final Duration pause;
    private final boolean breaks;

    Pieces(List<String> pieces, Duration pause, boolean breaks) {
      this.left = new ArrayList<>(pieces);
      this.pause = pause;
      this.breaks = breaks;
    }

    @Override
    public int read() {
      throw new AssertionError("bytes are read in pieces");
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      clock.forward(pause);
      timer.running.forEach(Runnable::run);
      if (left.isEmpty()) {
        if (breaks) {
          throw new AnswerBody.BrokenOff(new IOException("reset"));
        }
        return -1;
      }
      byte[] piece = left.removeFirst().getBytes(UTF_8);
      System.arraycopy(piece, 0, buffer, offset, piece.length);
      return piece.length;
    }
  }

  /** Remembers what was called off: it may be running at that moment. */
  private static final class Beats implements Timer {
    private final List<Runnable> running = new ArrayList<>();
    private final List<Runnable> forgotten = new ArrayList<>();

    @Override
    public Cancellable after(Duration delay, Runnable work) {
      throw new AssertionError("nothing runs once");
    }

    @Override
    public Cancellable every(Duration period, Runnable work) {
      running.add(work);
      return () -> {
        running.remove(work);
        forgotten.add(work);
      };
    }
  }
}
