package dev.cadre.toolkit.files;

import dev.cadre.object.ContentJudge;
import org.jspecify.annotations.Nullable;

/**
 * Holds what an upload was said to be against its content. Of texts only that they are texts can be
 * seen: what kind of text they are is their owner's to say.
 */
public final class UploadJudge implements ContentJudge {
  @Override
  public @Nullable String otherwise(String name, String mediaType, byte[] content) {
    MediaType seen = Sniffer.type(name, mediaType, content);
    boolean text = mediaType.startsWith("text/") || mediaType.startsWith("application/json");
    boolean right =
        text
            ? seen.isText()
            : seen.text().equals(mediaType) || (boxed(seen.text()) && boxed(mediaType));
    return right ? null : seen.noun();
  }

  /** MP4, QuickTime and 3GP are one family, which cameras and programs name as they like. */
  private static boolean boxed(String mediaType) {
    return mediaType.equals(MediaType.MP4.text())
        || mediaType.equals(MediaType.QUICKTIME.text())
        || mediaType.equals(MediaType.THREE_GP.text());
  }
}
