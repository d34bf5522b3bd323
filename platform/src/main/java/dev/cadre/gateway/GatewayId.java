package dev.cadre.gateway;

import dev.cadre.fault.Fault;
import dev.cadre.id.IdSource;
import java.util.Locale;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/** The id of a gateway: its name in lower case, a hyphen and ten letters or digits. */
record GatewayId(String value) {
  /** AWS's own, said so that a match is found at once or not at all. */
  private static final Pattern FORM =
      Pattern.compile("(?=.{12,211}$)[0-9a-z][0-9a-z-]*-[0-9a-z]{10}");

  private static final int SUFFIX = 10;

  GatewayId {
    if (!FORM.matcher(value).matches()) {
      throw new Fault.Invalid(
          "gateway '"
              + value
              + "' must be a name, a hyphen and ten letters or digits, as CreateGateway returned"
              + " it");
    }
  }

  static GatewayId fresh(String name, IdSource ids) {
    return new GatewayId((name + "-" + ids.alphanumeric(SUFFIX)).toLowerCase(Locale.ROOT));
  }

  /** Of an operation's input. */
  static GatewayId of(ObjectNode input) {
    return new GatewayId(input.path("gatewayIdentifier").asString());
  }

  /** Of an id or an ARN. */
  static GatewayId of(String idOrArn) {
    return new GatewayId(idOrArn.substring(idOrArn.lastIndexOf('/') + 1));
  }

  @Override
  public String toString() {
    return value;
  }
}
