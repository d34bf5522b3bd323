package dev.cadre.toolkit.files;

import dev.cadre.object.ContentJudge;
import dev.cadre.object.MediaKind;
import org.jspecify.annotations.Nullable;

/**
 * Holds what an upload was said to be against its content. Of texts only that they are texts can be
 * seen: what kind of text they are is their owner's to say.
 */
public final class UploadJudge implements ContentJudge {
  @Override
  public @Nullable String otherwise(String name, String mediaType, byte[] content) {
    VideoType video = VideoType.of(content);
    if (MediaKind.of(mediaType) == MediaKind.VIDEO) {
      return video == null ? type(name, mediaType, content).noun() : video(video, mediaType);
    }
    if (video != null) {
      return video.noun();
    }
    MediaType seen = type(name, mediaType, content);
    boolean text = mediaType.startsWith("text/") || mediaType.startsWith("application/json");
    boolean right = text ? seen.isText() : seen.text().equals(mediaType);
    return right ? null : seen.noun();
  }

  private static MediaType type(String name, String mediaType, byte[] content) {
    return Sniffer.type(name, mediaType, content);
  }

  /** MP4, QuickTime and 3GP are one family, which cameras and programs name as they like. */
  private static @Nullable String video(VideoType seen, String mediaType) {
    boolean right =
        switch (seen) {
          case MP4, QUICKTIME, THREE_GP ->
              mediaType.equals(VideoType.MP4.text())
                  || mediaType.equals(VideoType.QUICKTIME.text())
                  || mediaType.equals(VideoType.THREE_GP.text());
          case MATROSKA, WEBM, FLV, MPEG, WMV -> seen.text().equals(mediaType);
        };
    return right ? null : seen.noun();
  }
}
