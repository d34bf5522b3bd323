package dev.cadre.toolkit.files;

import dev.cadre.model.Caller;
import dev.cadre.object.StoredUploads;
import dev.cadre.object.Upload;
import dev.cadre.object.Uploads;
import java.time.Instant;

/**
 * Files that people sent to the platform: {@code s3://uploads/...}. Tools get those of the person
 * whom they work for, whatever a model asks for.
 */
public final class UploadFiles implements FileSource {
  private final StoredUploads uploads;
  private final int maxBytes;

  public UploadFiles(StoredUploads uploads, int maxBytes) {
    this.uploads = uploads;
    this.maxBytes = maxBytes;
  }

  @Override
  public boolean takes(String reference) {
    return Uploads.takes(reference);
  }

  @Override
  public SourceFile read(String reference, Caller caller, Instant deadline)
      throws InterruptedException {
    Upload upload = uploads.find(reference, caller.person());
    if (upload.bytes() > maxBytes) {
      throw Sizes.tooLarge("'" + upload.name() + "'", maxBytes);
    }
    return SourceFile.of(upload.name(), upload.mediaType(), uploads.bytes(upload));
  }
}
