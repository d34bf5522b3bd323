package dev.cadre.toolkit.images;

import dev.cadre.tool.Tool;
import dev.cadre.toolkit.files.FileSource;
import dev.cadre.toolkit.files.FileTool;
import dev.cadre.toolkit.video.VideoInfo;
import java.util.List;
import java.util.concurrent.Semaphore;

/**
 * The server {@code images}: {@code image_info}, {@code image_palette}, {@code image_describe},
 * {@code video_info}.
 */
public final class ImageServer {
  public static final String ABOUT =
      "Looks at images: format, size, camera notes, dominant colours, and a description where the"
          + " model can see. Tells how long videos are, their size and codecs.";

  private static final int AT_ONCE = 3;

  private final List<Tool> tools;

  public ImageServer(FileSource files, Eyes eyes) {
    Semaphore places = new Semaphore(AT_ONCE, true);
    tools =
        List.of(
            new FileTool(InfoOf.SPEC, files, places, new InfoOf()),
            new FileTool(PaletteOf.SPEC, files, places, new PaletteOf()),
            new FileTool(DescriptionOf.SPEC, files, places, new DescriptionOf(eyes)),
            new FileTool(VideoInfo.SPEC, files, places, new VideoInfo()));
  }

  public List<Tool> tools() {
    return tools;
  }
}
