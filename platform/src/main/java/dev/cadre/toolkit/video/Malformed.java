package dev.cadre.toolkit.video;

/** A file is not what its format asks for; the message says what, after "it is damaged: ". */
final class Malformed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Malformed(String what) {
    super(what);
  }
}
