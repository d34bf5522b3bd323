package dev.cadre.surface;

import dev.cadre.fault.Fault;
import dev.cadre.harness.Beside;
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
import java.util.Optional;

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
    if (uris.isEmpty() || !(input instanceof TurnInput.Said(List<Content> said, Beside with))) {
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
    return new TurnInput.Said(all, with);
  }

  /**
   * The input of an agent that another calls, or that a route of a system asks: the images that its
   * text names are shown to a model that sees, those that another model saw are kept from one that
   * does not.
   */
  TurnInput seen(TurnInput input, String model, String person) throws InterruptedException {
    if (!(input instanceof TurnInput.Said(List<Content> said, Beside with))) {
      return input;
    }
    boolean sees = models.sees(model);
    List<Content> all = new ArrayList<>();
    for (Content content : said) {
      if (sees || !(content instanceof Content.Image)) {
        all.add(content);
      }
    }
    if (sees) {
      for (Attached attached : Attached.in(Content.text(said))) {
        image(attached, person).filter(image -> !all.contains(image)).ifPresent(all::add);
      }
    }
    return new TurnInput.Said(all, with);
  }

  /**
   * Empty for what is no image, and for one that is not the person's: a model may name anything.
   */
  private Optional<Content> image(Attached attached, String person) throws InterruptedException {
    if (attached.kind() != MediaKind.IMAGE) {
      return Optional.empty();
    }
    try {
      Upload upload = uploads.find(attached.uri(), person);
      return isShown(upload)
          ? Optional.of(new Content.Image(upload.mediaType(), Bytes.copyOf(uploads.bytes(upload))))
          : Optional.empty();
    } catch (Fault.NotFound | Fault.Invalid e) {
      return Optional.empty();
    }
  }

  private static boolean isShown(Upload upload) {
    return upload.kind() == MediaKind.IMAGE && upload.bytes() <= LARGEST_SHOWN;
  }
}
