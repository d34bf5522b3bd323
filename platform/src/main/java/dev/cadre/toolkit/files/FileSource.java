package dev.cadre.toolkit.files;

import dev.cadre.model.Caller;
import java.time.Instant;

/**
 * A place that files come from, each named by a reference: a path, a URL, the id of an upload.
 * Thread-safe; calls block.
 */
public interface FileSource {

  /**
   * Whether {@code reference} has the form of this place; it says nothing of whether there is such
   * a file.
   */
  boolean takes(String reference);

  /**
   * Reads a whole file.
   *
   * @param caller who asks; a place may keep files for some callers alone
   * @param deadline when the caller stops waiting
   * @throws dev.cadre.fault.Fault.Invalid when it is larger than may be read, or its reference is
   *     malformed
   * @throws dev.cadre.fault.Fault.Denied when it may not be read
   * @throws dev.cadre.fault.Fault.NotFound when there is none
   * @throws dev.cadre.fault.Fault.Unavailable when its place does not answer
   */
  SourceFile read(String reference, Caller caller, Instant deadline) throws InterruptedException;
}
