package dev.cadre.model;

import dev.cadre.time.Timer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Ends a call that is too slow, by interrupting the thread it was made on, as a caller would to
 * cancel it; {@link #end} tells the two apart. It stands between the model and the sink, and so sees
 * the first part.
 */
final class Deadline implements ReplySink {
  private final ReplySink sink;
  private final Thread thread = Thread.currentThread();
  private final Timer.Cancellable first;
  private final Timer.Cancellable whole;
  private final Object lock = new Object();
  private @Nullable String passed;
  private boolean ended;

  Deadline(Timer timer, Duration firstPart, Duration whole, ReplySink sink) {
    this.sink = sink;
    this.first =
        timer.after(firstPart, () -> pass("nothing came within " + firstPart.toSeconds() + " s"));
    this.whole =
        timer.after(whole, () -> pass("it took longer than " + whole.toSeconds() + " s"));
  }

  @Override
  public void accept(ReplyEvent event) {
    first.cancel();
    sink.accept(event);
  }

  /**
   * Lets go of the thread; to be called once, when the call is over however it ended. Returns what
   * took too long; null when nothing did, and an interruption is the caller's own.
   */
  @Nullable String end() {
    first.cancel();
    whole.cancel();
    synchronized (lock) {
      ended = true;
      if (passed != null) {
        // The interruption was this one's: it must not reach what the thread does next.
        Thread.interrupted();
      }
      return passed;
    }
  }

  private void pass(String what) {
    synchronized (lock) {
      if (!ended && passed == null) {
        passed = what;
        thread.interrupt();
      }
    }
  }
}
