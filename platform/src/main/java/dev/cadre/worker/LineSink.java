package dev.cadre.worker;

/**
 * Takes a worker's lines, in the order of each stream, one call at a time, on a virtual thread of
 * the worker. A slow sink never slows the worker: past 1,000 waiting lines the newest are dropped
 * and a line says how many.
 */
@FunctionalInterface
public interface LineSink {
  void line(LogLine line);
}
