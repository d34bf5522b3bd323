package dev.cadre.model;

/**
 * Tokens that a call used, as its provider counts them.
 *
 * @param input all tokens read, those from a cache too
 * @param output all tokens written, reasoning too
 * @param cacheRead of {@code input}, those a prompt cache held
 * @param cacheWrite of {@code input}, those a prompt cache took in
 */
public record Usage(long input, long output, long cacheRead, long cacheWrite) {
  public static final Usage NONE = new Usage(0, 0);

  public Usage(long input, long output) {
    this(input, output, 0, 0);
  }

  public long total() {
    return input + output;
  }

  public Usage plus(Usage more) {
    return new Usage(
        input + more.input,
        output + more.output,
        cacheRead + more.cacheRead,
        cacheWrite + more.cacheWrite);
  }
}
