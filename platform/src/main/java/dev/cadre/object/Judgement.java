package dev.cadre.object;

import dev.cadre.fault.Fault;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** Looks at content, few at once, so that the memory it takes is bounded. Thread-safe. */
final class Judgement {
  private static final int AT_ONCE = 4;

  private final Semaphore places = new Semaphore(AT_ONCE, true);
  private final ContentJudge judge;

  Judgement(ContentJudge judge) {
    this.judge = judge;
  }

  /** Reads content that is looked at. */
  @FunctionalInterface
  interface Reading<E extends Exception> {
    byte[] bytes() throws E;
  }

  /**
   * Reads the content when there is a place for it, and looks at it.
   *
   * @throws Fault.Invalid when it is not what the upload's media type says
   */
  <E extends Exception> void require(Upload upload, Reading<E> content)
      throws InterruptedException, E {
    places.acquire();
    try {
      require(upload, content.bytes());
    } finally {
      places.release();
    }
  }

  private void require(Upload upload, byte[] content) {
    @Nullable String other = judge.otherwise(upload.name(), upload.mediaType(), content);
    if (other != null) {
      throw new Fault.Invalid(
          "'"
              + upload.name()
              + "' was said to be "
              + upload.mediaType()
              + ", and is "
              + other
              + "; ask for a URL with its real type");
    }
  }
}
