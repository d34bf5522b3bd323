package dev.cadre.server;

/** The version of this platform. */
final class Version {
  static final String NUMBER = "0.1.0";

  private Version() {}
}
