package dev.cadre.toolkit.files;

import dev.cadre.fault.Fault;
import dev.cadre.http.NetworkRule;
import dev.cadre.model.Caller;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.InputStreamResponseListener;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.http.HttpHeader;
import org.jspecify.annotations.Nullable;

/**
 * Files of the web. Every address is judged as it is connected to, after each redirect anew;
 * nothing is sent but the request, and nothing unpacked. Jetty's client, because the JDK's resolves
 * names itself, and so would connect to another address than the one that was judged.
 */
final class WebFiles implements FileSource, AutoCloseable {
  private static final int MAX_REDIRECTS = 5;
  private static final int MAX_URL = 4_096;
  private static final Duration CONNECT = Duration.ofSeconds(10);

  private final InstantSource clock;
  private final JudgedAddresses addresses;
  private final int maxBytes;
  private final Duration limit;
  private @Nullable HttpClient client;

  WebFiles(
      InstantSource clock,
      JudgedAddresses.Names names,
      List<NetworkRule> allowed,
      int maxBytes,
      Duration limit) {
    this.clock = clock;
    this.addresses = new JudgedAddresses(names, allowed);
    this.maxBytes = maxBytes;
    this.limit = limit;
  }

  @Override
  public boolean takes(String reference) {
    return reference.regionMatches(true, 0, "http://", 0, 7)
        || reference.regionMatches(true, 0, "https://", 0, 8);
  }

  @Override
  public SourceFile read(String reference, Caller caller, Instant deadline)
      throws InterruptedException {
    URI uri = checked(reference);
    Instant own = clock.instant().plus(limit);
    Instant end = own.isBefore(deadline) ? own : deadline;
    for (int hop = 0; hop <= MAX_REDIRECTS; hop++) {
      Answer answer = get(uri, end);
      switch (answer) {
        case Answer.Moved(String location) -> uri = next(uri, location);
        case Answer.Got(String type, byte[] bytes) -> {
          return SourceFile.of(name(uri), type, bytes);
        }
      }
    }
    throw new Fault.Invalid(
        shown(uri) + " redirects more than " + MAX_REDIRECTS + " times; give the last URL");
  }

  /** What a server answered. */
  private sealed interface Answer {
    /** It is elsewhere. */
    record Moved(String location) implements Answer {}

    /** Its bytes, which nobody else has. */
    @SuppressWarnings("ArrayRecordComponent")
    record Got(String type, byte[] bytes) implements Answer {}
  }

  private Answer get(URI uri, Instant end) throws InterruptedException {
    Request request =
        client()
            .newRequest(uri)
            .headers(headers -> headers.put(HttpHeader.ACCEPT_ENCODING, "identity"));
    try (InputStreamResponseListener listener = new InputStreamResponseListener()) {
      request.timeout(left(uri, end), TimeUnit.MILLISECONDS).send(listener);
      Response head = listener.get(left(uri, end), TimeUnit.MILLISECONDS);
      int status = head.getStatus();
      String location = head.getHeaders().get(HttpHeader.LOCATION);
      if (status >= 300 && status < 400 && location != null) {
        var _ = request.abort(new IOException("it is elsewhere"));
        return new Answer.Moved(location);
      }
      if (status != 200) {
        var _ = request.abort(new IOException("it is not wanted"));
        throw refused(uri, status);
      }
      String type = Objects.requireNonNullElse(head.getHeaders().get(HttpHeader.CONTENT_TYPE), "");
      return new Answer.Got(type, body(uri, request, listener.getInputStream()));
    } catch (TimeoutException e) {
      var _ = request.abort(e);
      throw tooSlow(uri);
    } catch (ExecutionException e) {
      throw failed(uri, e);
    } catch (InterruptedException e) {
      var _ = request.abort(e);
      throw e;
    } catch (IOException e) {
      throw failed(uri, e);
    }
  }

  private byte[] body(URI uri, Request request, InputStream body) throws IOException {
    byte[] bytes = body.readNBytes(maxBytes + 1);
    if (bytes.length > maxBytes) {
      var _ = request.abort(new IOException("too large"));
      throw Sizes.tooLarge(shown(uri), maxBytes);
    }
    return bytes;
  }

  private long left(URI uri, Instant end) {
    long left = Duration.between(clock.instant(), end).toMillis();
    if (left <= 0) {
      throw tooSlow(uri);
    }
    return left;
  }

  private static URI next(URI from, String location) {
    URI to;
    try {
      to = from.resolve(new URI(location));
    } catch (URISyntaxException | IllegalArgumentException e) {
      throw new Fault.Invalid(shown(from) + " redirects to what is no URL");
    }
    if (from.getScheme().equalsIgnoreCase("https") && !"https".equalsIgnoreCase(to.getScheme())) {
      throw new Fault.Denied(shown(from) + " redirects to a URL without encryption");
    }
    return checked(to.toString());
  }

  private static URI checked(String text) {
    if (text.length() > MAX_URL) {
      throw new Fault.Invalid("the URL is longer than " + MAX_URL + " characters");
    }
    try {
      URI uri = new URI(text.replace(" ", "%20"));
      String scheme = String.valueOf(uri.getScheme());
      if (!scheme.equalsIgnoreCase("http") && !scheme.equalsIgnoreCase("https")) {
        throw new Fault.Denied("only http: and https: URLs are read, not " + scheme + ":");
      }
      if (uri.getHost() == null || uri.getRawUserInfo() != null) {
        throw new Fault.Invalid(
            "the URL needs a host, and no user name or password: https://example.com/report.pdf");
      }
      return uri;
    } catch (URISyntaxException e) {
      throw new Fault.Invalid("that is no URL: " + e.getReason());
    }
  }

  private synchronized HttpClient client() {
    if (client == null) {
      HttpClient fresh = new HttpClient();
      fresh.setSocketAddressResolver(addresses);
      fresh.setFollowRedirects(false);
      fresh.setConnectTimeout(CONNECT.toMillis());
      fresh.setIdleTimeout(limit.toMillis());
      fresh.setHttpCookieStore(new HttpCookieStore.Empty());
      fresh.setName("files-of-the-web");
      try {
        fresh.start();
      } catch (Exception e) {
        throw new Fault.Internal("the client of the web does not start", e);
      }
      // A server that packs its answer unasked must not have it unpacked without a limit.
      fresh.getContentDecoderFactories().clear();
      client = fresh;
    }
    return client;
  }

  @Override
  public synchronized void close() {
    if (client != null) {
      try {
        client.stop();
      } catch (Exception e) {
        throw new Fault.Internal("the client of the web does not stop", e);
      }
    }
  }

  private static Fault refused(URI uri, int status) {
    return switch (status) {
      case 404, 410 -> new Fault.NotFound(shown(uri) + " is not there (status " + status + ")");
      case 401, 403 ->
          new Fault.Denied(shown(uri) + " is not for everybody (status " + status + ")");
      default -> new Fault.Unavailable(shown(uri) + " answered with status " + status);
    };
  }

  private static Fault failed(URI uri, Exception e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof JudgedAddresses.Forbidden forbidden) {
        return new Fault.Denied(shown(uri) + " is not read: " + forbidden.getMessage());
      }
      if (cause instanceof TimeoutException) {
        return tooSlow(uri);
      }
    }
    return new Fault.Unavailable(shown(uri) + " cannot be reached or broke off");
  }

  private static Fault.Unavailable tooSlow(URI uri) {
    return new Fault.Unavailable(shown(uri) + " did not answer in time");
  }

  /** Without its query, which may hold a signature. */
  private static String shown(URI uri) {
    return uri.getScheme() + "://" + uri.getRawAuthority() + uri.getRawPath();
  }

  private static String name(URI uri) {
    String path = Objects.requireNonNullElse(uri.getPath(), "");
    String last = path.substring(path.lastIndexOf('/') + 1);
    return last.isEmpty() ? uri.getHost() : last;
  }
}
