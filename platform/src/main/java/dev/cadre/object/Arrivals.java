package dev.cadre.object;

import dev.cadre.fault.Fault;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;

/**
 * Takes content that is put to the platform itself. Each URL takes one file: the first whole one,
 * whether it is kept or refused. Thread-safe.
 */
final class Arrivals {
  private final UploadStore uploads;
  private final DiskObjects disk;
  private final Judgement judgement;

  Arrivals(UploadStore uploads, DiskObjects disk, Judgement judgement) {
    this.uploads = uploads;
    this.disk = disk;
    this.judgement = judgement;
  }

  /**
   * @param upload whose URL was verified
   * @param contentType as it was sent; empty when it was not
   * @throws Fault.Conflict when its URL was used before
   * @throws Fault.Invalid when the content is not what was offered
   */
  DiskObjects.Arrived take(Upload upload, String contentType, InputStream content)
      throws IOException, InterruptedException {
    requireType(upload, contentType);
    ObjectKey key = upload.objectKey();
    if (!uploads.arriving(key)) {
      throw new Fault.Conflict(
          "the URL of '" + upload.name() + "' was used before; ask for another for each file");
    }
    boolean whole = false;
    try {
      DiskObjects.Arrived arrived = disk.receive(upload, content);
      whole = true;
      keep(upload, arrived);
      return arrived;
    } catch (Fault refused) {
      uploads.remove(key);
      throw refused;
    } finally {
      if (!whole) {
        uploads.awaitAgain(key);
      }
    }
  }

  /** The row that says so comes last: what is listed is there. */
  private void keep(Upload upload, DiskObjects.Arrived arrived)
      throws IOException, InterruptedException {
    ObjectKey key = upload.objectKey();
    boolean kept = false;
    try {
      judgement.require(upload, () -> Files.readAllBytes(arrived.part()));
      disk.keep(key, arrived);
      uploads.stored(upload, arrived.bytes(), arrived.sha256());
      kept = true;
    } finally {
      if (!kept) {
        Files.deleteIfExists(arrived.part());
        disk.delete(key);
      }
    }
  }

  private static void requireType(Upload upload, String contentType) {
    if (!MediaKind.bare(contentType).equals(upload.mediaType())) {
      throw new Fault.Invalid(
          "Content-Type is '"
              + MediaKind.bare(contentType)
              + "'; the URL is for "
              + upload.mediaType()
              + ", so send that");
    }
  }
}
