package dev.cadre.worker;

import dev.cadre.fault.Fault;
import java.net.InetAddress;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One rule of a {@link NetworkPolicy}: a name or a range; a port, or 0 for every port. */
record NetworkRule(@Nullable String name, @Nullable Cidr range, int port) {
  private static final Pattern WITH_PORT = Pattern.compile("\\[(.+)\\]:([0-9]+)|([^:]+):([0-9]+)");
  private static final Pattern NAME =
      Pattern.compile(
          "(\\*\\.)?[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*");

  static NetworkRule parse(String text) {
    String place = text.strip().toLowerCase(Locale.ROOT);
    int port = 0;
    Matcher split = WITH_PORT.matcher(place);
    if (split.matches()) {
      place = split.group(1) != null ? split.group(1) : split.group(3);
      port = port(split.group(2) != null ? split.group(2) : split.group(4), text);
    }
    if (place.indexOf('/') >= 0 || Cidr.isLiteral(place)) {
      return new NetworkRule(null, Cidr.parse(place), port);
    }
    if (!NAME.matcher(place).matches()) {
      throw new Fault.Invalid(
          "network rule '"
              + text
              + "' is not a host, address or range; write it like api.example.com,"
              + " *.example.com:443 or 10.1.0.0/16");
    }
    return new NetworkRule(place, null, port);
  }

  private static int port(String digits, String text) {
    if (digits.length() > 5 || Integer.parseInt(digits) > 65_535 || Integer.parseInt(digits) < 1) {
      throw new Fault.Invalid("network rule '" + text + "' has a port outside 1..65535");
    }
    return Integer.parseInt(digits);
  }

  boolean names(String host, InetAddress address, int port) {
    if (this.port != 0 && this.port != port) {
      return false;
    }
    if (range != null) {
      return range.contains(address);
    }
    String wanted = String.valueOf(name);
    return wanted.startsWith("*.")
        ? host.endsWith(wanted.substring(1)) || host.equals(wanted.substring(2))
        : host.equals(wanted);
  }
}
