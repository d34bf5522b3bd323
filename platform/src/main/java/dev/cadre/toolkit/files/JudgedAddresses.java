package dev.cadre.toolkit.files;

import dev.cadre.http.Addresses;
import dev.cadre.http.NetworkRule;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.SocketAddressResolver;

/**
 * Resolves names to the addresses that may be connected to: public ones, and those the operator
 * allowed. What it gives is what is connected to.
 */
final class JudgedAddresses implements SocketAddressResolver {
  private final Names names;
  private final List<NetworkRule> allowed;

  /** Looks names up. */
  @FunctionalInterface
  interface Names {
    InetAddress[] resolve(String host) throws UnknownHostException;
  }

  /** A host all of whose addresses are out of bounds. */
  static final class Forbidden extends IOException {
    private static final long serialVersionUID = 1L;

    Forbidden(String message) {
      super(message);
    }
  }

  JudgedAddresses(Names names, List<NetworkRule> allowed) {
    this.names = names;
    this.allowed = List.copyOf(allowed);
  }

  @Override
  public void resolve(
      String host,
      int port,
      Map<String, Object> context,
      Promise<List<InetSocketAddress>> promise) {
    // Looking up blocks, and the caller's thread is the one to wait: it can be interrupted.
    try {
      promise.succeeded(reachable(host, port));
    } catch (IOException e) {
      promise.failed(e);
    }
  }

  private List<InetSocketAddress> reachable(String host, int port) throws IOException {
    String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    List<InetSocketAddress> good = new ArrayList<>();
    for (InetAddress address : names.resolve(bare)) {
      boolean listed = allowed.stream().anyMatch(rule -> rule.names(bare, address, port));
      if (listed || Addresses.kind(address) == Addresses.Kind.PUBLIC) {
        good.add(new InetSocketAddress(address, port));
      }
    }
    if (good.isEmpty()) {
      throw new Forbidden(
          "its address is private, loopback or link-local; the operator opens servers under"
              + " files.servers of the configuration");
    }
    return good;
  }
}
