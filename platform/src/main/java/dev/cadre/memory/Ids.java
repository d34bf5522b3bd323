package dev.cadre.memory;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * Names from elsewhere as the API's ids: one that has their form stays as it is; any other loses
 * what they can't hold and gains a part of its hash, so that no two names become one id.
 */
final class Ids {
  /** Narrower than the API's for actors: a slash would put one actor's records below another's. */
  private static final Pattern FORM = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_-]*");

  private static final Pattern FOREIGN = Pattern.compile("[^a-zA-Z0-9_-]");
  private static final int ACTOR = 255;
  private static final int SESSION = 100;
  private static final int KEPT = 60;
  private static final int HASH = 16;

  private Ids() {}

  static String actor(String name) {
    return formed(name, ACTOR);
  }

  static String session(String name) {
    return formed(name, SESSION);
  }

  private static String formed(String name, int most) {
    if (name.length() <= most && FORM.matcher(name).matches()) {
      return name;
    }
    String plain = FOREIGN.matcher(name).replaceAll("_");
    return "x" + plain.substring(0, Math.min(KEPT, plain.length())) + "-" + hash(name);
  }

  private static String hash(String text) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, HASH);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
