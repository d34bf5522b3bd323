package dev.cadre.surface;

import dev.cadre.harness.TurnInput;
import dev.cadre.model.Bytes;
import dev.cadre.model.Content;
import dev.cadre.model.Models;
import dev.cadre.object.Attached;
import dev.cadre.object.MediaKind;
import dev.cadre.object.StoredUploads;
import dev.cadre.object.Upload;
import java.util.ArrayList;
import java.util.List;

/**
 * Uploads that stand beside what a person says. Each is named to the model, so that it can have
 * tools read it; an image is shown as well to a model that sees. Thread-safe.
 */
public final class Attachments {
  /** Bedrock's models take 3.75 MB an image; a larger one is left to the tools. */
  private static final long LARGEST_SHOWN = 3_750_000;

  private final StoredUploads uploads;
  private final Models models;

  public Attachments(StoredUploads uploads, Models models) {
    this.uploads = uploads;
    this.models = models;
  }

  /**
   * The input with its uploads.
   *
   * @param uris of stored uploads of {@code person}
   * @param model as in the agent's definition
   * @throws dev.cadre.fault.Fault.NotFound when the person has no such upload
   */
  TurnInput beside(TurnInput input, List<String> uris, String model, String person)
      throws InterruptedException {
    if (uris.isEmpty() || !(input instanceof TurnInput.Said(List<Content> said))) {
      return input;
    }
    StringBuilder named = new StringBuilder(said.isEmpty() ? "" : "\n\n");
    List<Content> shown = new ArrayList<>();
    for (String uri : uris) {
      Upload upload = uploads.find(uri, person);
      named.append(new Attached(upload.kind(), uri).line()).append('\n');
      if (isShown(upload) && models.sees(model)) {
        shown.add(new Content.Image(upload.mediaType(), Bytes.copyOf(uploads.bytes(upload))));
      }
    }
    List<Content> all = new ArrayList<>(said);
    all.add(new Content.Text(named.toString().stripTrailing()));
    all.addAll(shown);
    return new TurnInput.Said(all);
  }

  private static boolean isShown(Upload upload) {
    return upload.kind() == MediaKind.IMAGE && upload.bytes() <= LARGEST_SHOWN;
  }
}
