package dev.cadre.id;

import dev.cadre.fault.Fault;

/**
 * An Amazon Resource Name, {@code arn:partition:service:region:account:resource}. The resource may
 * hold colons and slashes.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html">Amazon
 *     Resource Names</a>
 */
public record Arn(
    String partition, String service, String region, String account, String resource) {

  /** Throws {@link Fault.Invalid} naming the text when it is no ARN. */
  public static Arn parse(String text) {
    String[] parts = text.split(":", 6);
    if (parts.length != 6 || !parts[0].equals("arn") || parts[5].isEmpty()) {
      throw new Fault.Invalid(
          "'"
              + text
              + "' is not an ARN; expected arn:aws:bedrock-agentcore:REGION:ACCOUNT:RESOURCE");
    }
    return new Arn(parts[1], parts[2], parts[3], parts[4], parts[5]);
  }

  @Override
  public String toString() {
    return "arn:" + partition + ":" + service + ":" + region + ":" + account + ":" + resource;
  }
}
