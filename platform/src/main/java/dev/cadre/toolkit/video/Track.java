package dev.cadre.toolkit.video;

/** One stream in a container. Numbers are 0 where the file does not state them. */
sealed interface Track {
  /** As people call it, or as the file does. */
  String codec();

  /**
   * @param width in pixels, as stored
   * @param turned clockwise, in degrees, before it is shown
   */
  record Pictures(String codec, long width, long height, double perSecond, int turned)
      implements Track {}

  /**
   * @param rate samples of each channel in a second
   */
  record Sound(String codec, long channels, long rate) implements Track {}

  /** Subtitles, chapters, data. */
  record Other(String codec) implements Track {}
}
