package dev.cadre.worker;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * What kind of place an address is. By the IANA special-purpose registries; an IPv6 address that
 * carries an IPv4 one (mapped, compatible, NAT64, 6to4) is what the IPv4 address is.
 */
final class Addresses {

  /** From what may be reached by everybody to what may be reached by nobody. */
  enum Kind {
    PUBLIC,
    PRIVATE,
    FORBIDDEN
  }

  private static final List<Cidr> FORBIDDEN =
      ranges(
          "0.0.0.0/8", // this network; Linux takes 0.0.0.0 for loopback
          "127.0.0.0/8",
          "169.254.0.0/16", // link-local: cloud metadata
          "224.0.0.0/4",
          "240.0.0.0/4",
          "::/128",
          "::1/128",
          "fe80::/10",
          "fd00:ec2::/32", // the metadata service of EC2 over IPv6
          "ff00::/8");

  private static final List<Cidr> PRIVATE =
      ranges(
          "10.0.0.0/8",
          "172.16.0.0/12",
          "192.168.0.0/16",
          "100.64.0.0/10", // carrier-grade NAT; also the pods of many clusters
          "192.0.0.0/24",
          "192.0.2.0/24",
          "198.18.0.0/15",
          "198.51.100.0/24",
          "203.0.113.0/24",
          "fc00::/7",
          "fec0::/10",
          "100::/64",
          "2001:db8::/32");

  private static final Cidr NAT64 = Cidr.parse("64:ff9b::/96");
  private static final Cidr SIX_TO_FOUR = Cidr.parse("2002::/16");
  private static final Cidr COMPATIBLE = Cidr.parse("::/96");
  private static final Cidr TEREDO = Cidr.parse("2001::/32");

  private Addresses() {}

  private static List<Cidr> ranges(String... texts) {
    return Stream.of(texts).map(Cidr::parse).toList();
  }

  static Kind kind(InetAddress address) {
    if (in(FORBIDDEN, address)) {
      return Kind.FORBIDDEN;
    }
    if (address instanceof Inet6Address) {
      return carried(address);
    }
    return in(PRIVATE, address) ? Kind.PRIVATE : Kind.PUBLIC;
  }

  private static Kind carried(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (TEREDO.contains(address)) {
      return Kind.FORBIDDEN;
    }
    if (NAT64.contains(address) || COMPATIBLE.contains(address)) {
      return kind(v4(bytes, 12));
    }
    if (SIX_TO_FOUR.contains(address)) {
      return kind(v4(bytes, 2));
    }
    return in(PRIVATE, address) ? Kind.PRIVATE : Kind.PUBLIC;
  }

  private static InetAddress v4(byte[] bytes, int from) {
    try {
      return Inet4Address.getByAddress(Arrays.copyOfRange(bytes, from, from + 4));
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean in(List<Cidr> ranges, InetAddress address) {
    return ranges.stream().anyMatch(range -> range.contains(address));
  }
}
