package dev.cadre.object;

/** The uploads that are stored, for whoever reads them. Thread-safe; calls block. */
public interface StoredUploads {

  /**
   * A stored upload of {@code person}.
   *
   * @param reference its URI
   * @throws dev.cadre.fault.Fault.Invalid when that is no upload's URI, or its content is not what
   *     it was said to be
   * @throws dev.cadre.fault.Fault.NotFound when the person has none of that name
   */
  Upload find(String reference, String person) throws InterruptedException;

  /** The content of one that was found, whole. */
  byte[] bytes(Upload upload);
}
