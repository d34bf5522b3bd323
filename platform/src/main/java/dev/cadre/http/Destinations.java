package dev.cadre.http;

import dev.cadre.fault.Fault;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Locale;

/**
 * Which servers the platform may call for somebody who names their address: over HTTP, never link
 * local ones, where clouds keep their machines' credentials.
 *
 * @param inside whether this machine and private networks may be called, too
 */
public record Destinations(boolean inside) {

  /**
   * Looks the host up, and blocks for it. The JDK keeps what it found for 30 s, so that a name
   * cannot mean another address in the request that follows at once.
   *
   * @throws Fault.Invalid when {@code address} may not be called
   * @throws Fault.Unavailable when nobody knows its host
   */
  public void check(URI address) {
    String scheme = address.getScheme() == null ? "" : address.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("https") && !scheme.equals("http")) {
      throw new Fault.Invalid("'" + address + "' is no http or https address; give a whole one");
    }
    String host = address.getHost();
    if (host == null || address.getRawUserInfo() != null) {
      throw new Fault.Invalid(
          "an address needs a host and no user before it; give it like https://api.example.com/v1");
    }
    for (InetAddress found : lookUp(host)) {
      if (!admits(found)) {
        throw refused(host, found);
      }
    }
  }

  /**
   * As {@link #check}, of a request that carries a secret: over TLS, unless the platform may call
   * what is inside, where there often is none.
   */
  public void checkForSecret(URI address) {
    if (!inside && !"https".equalsIgnoreCase(address.getScheme())) {
      throw new Fault.Invalid(
          "'" + address.getHost() + "' would get a secret without TLS; give an https address");
    }
    check(address);
  }

  private boolean admits(InetAddress address) {
    return switch (Addresses.kind(address)) {
      case PUBLIC -> true;
      case PRIVATE -> inside;
      case FORBIDDEN -> inside && address.isLoopbackAddress();
    };
  }

  private Fault.Invalid refused(String host, InetAddress address) {
    boolean remedy =
        address.isLoopbackAddress() || Addresses.kind(address) == Addresses.Kind.PRIVATE;
    return new Fault.Invalid(
        "'"
            + host
            + "' is at "
            + address.getHostAddress()
            + (remedy
                ? ", inside this network; the operator has not allowed such targets"
                : ", which no target may be at: it is kept for the machine and its network"));
  }

  private static InetAddress[] lookUp(String host) {
    try {
      return InetAddress.getAllByName(host);
    } catch (UnknownHostException e) {
      throw new Fault.Unavailable("the host '" + host + "' cannot be found; check the address");
    }
  }
}
