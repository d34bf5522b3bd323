package dev.cadre.sdk;

/** Work that outlives its request: while one is open, {@code /ping} says HealthyBusy. */
public interface AsyncTask extends AutoCloseable {

  /** What the author called it. */
  String name();

  /** Ends the task. Ending it twice is ending it once. */
  @Override
  void close();
}
