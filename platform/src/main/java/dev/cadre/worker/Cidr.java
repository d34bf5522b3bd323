package dev.cadre.worker;

import dev.cadre.fault.Fault;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** A range of addresses: those that share the first {@code bits} with {@code network}. */
record Cidr(InetAddress network, int bits) {
  private static final Pattern LITERAL =
      Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

  /** {@code 10.0.0.0/8}, or an address alone. Names are not looked up. */
  static Cidr parse(String text) {
    int slash = text.indexOf('/');
    String address = slash < 0 ? text : text.substring(0, slash);
    InetAddress network = literal(address, text);
    int all = network.getAddress().length * 8;
    if (slash < 0) {
      return new Cidr(network, all);
    }
    try {
      int bits = Integer.parseInt(text.substring(slash + 1));
      if (bits >= 0 && bits <= all) {
        return new Cidr(network, bits);
      }
    } catch (NumberFormatException e) {
      throw refused(text);
    }
    throw refused(text);
  }

  static boolean isLiteral(String text) {
    return LITERAL.matcher(text).matches();
  }

  private static InetAddress literal(String address, String text) {
    if (!isLiteral(address)) {
      throw refused(text);
    }
    try {
      return InetAddress.getByName(address);
    } catch (UnknownHostException e) {
      throw refused(text);
    }
  }

  private static Fault.Invalid refused(String text) {
    return new Fault.Invalid(
        "'" + text + "' is not an address or range; write it like 10.1.0.0/16 or fd00::/8");
  }

  boolean contains(InetAddress address) {
    byte[] mine = network.getAddress();
    byte[] other = address.getAddress();
    if (mine.length != other.length) {
      return false;
    }
    for (int i = 0; i < bits; i++) {
      int mask = 0x80 >> (i % 8);
      if ((mine[i / 8] & mask) != (other[i / 8] & mask)) {
        return false;
      }
    }
    return true;
  }
}
