package dev.cadre.toolkit.files;

/** How long work notices that nobody waits for it any more. */
public final class Interruption {
  private Interruption() {}

  /** Ends the work of a thread that was interrupted. */
  public static void check() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("nobody waits for it any more");
    }
  }
}
