package dev.cadre.toolkit.files;

import dev.cadre.fault.Fault;

/** How refusals speak of sizes. */
final class Sizes {
  private Sizes() {}

  static Fault.Invalid tooLarge(String what, int maxBytes) {
    return new Fault.Invalid(
        what + " is larger than " + (maxBytes >> 20) + " MB, the most that is read; give a part");
  }
}
