package dev.cadre.identity;

import dev.cadre.fault.Fault;
import java.util.regex.Pattern;

/** The public half of an access key: {@code CADR} and 16 capital letters or digits. */
record AccessKeyId(String value) {
  static final String PREFIX = "CADR";
  private static final Pattern FORM = Pattern.compile(PREFIX + "[A-Z0-9]{16}");

  public AccessKeyId {
    if (!isOne(value)) {
      throw new Fault.Invalid(
          "accessKeyId must be CADR and 16 capital letters or digits, as 'cadre keys list' shows it");
    }
  }

  static boolean isOne(String text) {
    return FORM.matcher(text).matches();
  }

  @Override
  public String toString() {
    return value;
  }
}
