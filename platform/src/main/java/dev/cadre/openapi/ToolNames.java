package dev.cadre.openapi;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Names of tools: the operation's id in the characters that models and MCP allow, at most 64 of
 * them. Not thread-safe.
 */
final class ToolNames {
  private static final int MAX = 64;
  private static final int HASH = 8;
  private static final Pattern OTHER = Pattern.compile("[^A-Za-z0-9_-]+");
  private static final Pattern EDGES = Pattern.compile("^_+|_+$");

  private final Set<String> taken = new HashSet<>();

  /**
   * @param id the operation's; empty when it has none: then method and path name it
   */
  String name(String id, String method, String path) {
    String source = id.isBlank() ? method.toLowerCase(Locale.ROOT) + path : id;
    String plain = EDGES.matcher(OTHER.matcher(source).replaceAll("_")).replaceAll("");
    if (plain.isEmpty()) {
      plain = method.toLowerCase(Locale.ROOT);
    }
    String name = shortened(plain);
    for (int i = 2; !taken.add(name); i++) {
      name = shortened(plain + "_" + i);
    }
    return name;
  }

  /** A hash keeps apart what begins alike. */
  private static String shortened(String name) {
    return name.length() <= MAX
        ? name
        : name.substring(0, MAX - HASH - 1) + "_" + hash(name).substring(0, HASH);
  }

  private static String hash(String name) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(name.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
