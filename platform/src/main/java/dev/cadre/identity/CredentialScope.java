package dev.cadre.identity;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a signature is good for: {@code KEYID/20261121/us-east-1/bedrock-agentcore/aws4_request}.
 *
 * @param date {@code yyyymmdd}
 */
record CredentialScope(String accessKeyId, String date, String region, String service) {
  private static final Pattern DATE = Pattern.compile("[0-9]{8}");
  private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,64}");
  private static final Pattern KEY_ID = Pattern.compile("[A-Za-z0-9]{1,128}");
  private static final String END = "aws4_request";

  static CredentialScope parse(String text, Set<String> services) {
    String[] parts = text.split("/", 6);
    if (parts.length != 5 || !KEY_ID.matcher(parts[0]).matches()) {
      throw Refusal.incomplete(
          "Credential must have exactly 5 slash-delimited elements,"
              + " e.g. keyid/date/region/service/term");
    }
    CredentialScope scope = new CredentialScope(parts[0], parts[1], parts[2], parts[3]);
    if (!parts[4].equals(END)) {
      throw Refusal.invalid("Credential should be scoped with a valid terminator: 'aws4_request'");
    }
    if (!DATE.matcher(scope.date()).matches()) {
      throw Refusal.invalid("Credential should be scoped to a date of the form yyyymmdd");
    }
    if (!NAME.matcher(scope.region()).matches()) {
      throw Refusal.invalid("Credential should be scoped to a valid region");
    }
    if (!services.contains(scope.service())) {
      throw Refusal.invalid("Credential should be scoped to correct service: 'bedrock-agentcore'");
    }
    return scope;
  }

  /** The scope as the string to sign has it, without the key. */
  @Override
  public String toString() {
    return date + "/" + region + "/" + service + "/" + END;
  }
}
