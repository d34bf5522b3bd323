package dev.cadre.object;

import dev.cadre.fault.Fault;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of an upload: {@code uploads/PERSON/ID/NAME}. The id alone says which it is, and can't
 * be guessed; person and name are for people who read it, and have only characters that stand in a
 * URL, a path and a sentence as they are.
 *
 * @param person not necessarily spelt as the person is
 * @param id 22 letters and digits, 131 random bits
 * @param name with the ending that the file's name had
 */
record ObjectKey(String person, String id, String name) {
  static final int ID_LENGTH = 22;

  private static final String SCHEME = "s3://";
  private static final String PREFIX = "uploads/";
  private static final Pattern FORM =
      Pattern.compile("uploads/([\\w.@-]{1,64})/(\\w{" + ID_LENGTH + "})/([\\w.-]{1,120})");

  private static final int MAX_PERSON = 64;
  private static final int MAX_NAME = 120;

  static ObjectKey of(String person, String id, String fileName) {
    return new ObjectKey(
        spelt(person, "[^\\w.@-]+", MAX_PERSON), id, spelt(fileName, "[^\\w.-]+", MAX_NAME));
  }

  /** The end is kept: that is where a name's ending is. */
  private static String spelt(String text, String others, int length) {
    // Dots at the start would make of a name a step in a path.
    String plain = text.replaceAll(others, "_").replaceFirst("^[._]+(?=.)", "");
    return plain.isEmpty() ? "_" : plain.substring(Math.max(0, plain.length() - length));
  }

  /** Whether {@code reference} is to be taken for an upload's. */
  static boolean is(String reference) {
    return reference.startsWith(SCHEME + PREFIX);
  }

  /**
   * @param reference a URI as {@link #uri} gives it, or the key alone
   */
  static ObjectKey parse(String reference) {
    String key = reference.startsWith(SCHEME) ? reference.substring(SCHEME.length()) : reference;
    Matcher form = FORM.matcher(key);
    if (!form.matches()) {
      throw new Fault.Invalid(
          "'"
              + reference.substring(0, Math.min(200, reference.length()))
              + "' names no upload; it must be s3://uploads/PERSON/ID/NAME, as POST"
              + " /cadre/v1/uploads gave it");
    }
    return new ObjectKey(form.group(1), form.group(2), form.group(3));
  }

  /** As in a path or a bucket. */
  String text() {
    return PREFIX + person + "/" + id + "/" + name;
  }

  /** By which agents and their tools name it, whatever store it is in. */
  String uri() {
    return SCHEME + text();
  }
}
