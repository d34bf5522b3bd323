package dev.cadre.gateway;

import org.jspecify.annotations.Nullable;

/**
 * A name at the gateway: the target's, three underscores, and the target's own name for it. A
 * target's name has no underscore, so that the first three end it.
 */
record FederatedName(String target, String own) {
  private static final String JOINT = "___";

  static String of(String target, String own) {
    return target + JOINT + own;
  }

  /** Null for a name that no target can have. */
  static @Nullable FederatedName parse(String name) {
    int joint = name.indexOf(JOINT);
    return joint < 1
        ? null
        : new FederatedName(name.substring(0, joint), name.substring(joint + JOINT.length()));
  }
}
