package dev.cadre.worker;

import dev.cadre.fault.Fault;
import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.InetAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * Calls the addresses that agents' authors write down, and keeps to a network policy: without it
 * the platform would reach for them what their agents' own processes may not, such as the metadata
 * service of a cloud.
 *
 * <p>A name's addresses are checked right before the call. The JDK's own cache of names, 30 s long,
 * lets the connection that follows see the same ones.
 */
public final class GuardedHttpClient extends HttpClient {
  private final HttpClient inner;
  private final EgressRules rules;
  private final boolean loopback;

  /**
   * @param inner follows no redirects, for those are not checked
   * @param loopback true when this machine's own servers may be called without a rule that names
   *     them
   */
  public GuardedHttpClient(HttpClient inner, NetworkPolicy policy, boolean loopback) {
    if (inner.followRedirects() != Redirect.NEVER) {
      throw new IllegalArgumentException("redirects would not be checked");
    }
    this.inner = inner;
    this.rules = new EgressRules(policy);
    this.loopback = loopback;
  }

  /**
   * @throws Fault.Denied when the policy does not let it be called
   * @throws UnknownHostException when nobody knows the host
   */
  private void check(URI uri) throws UnknownHostException {
    String host = uri.getHost() == null ? "" : uri.getHost().toLowerCase(Locale.ROOT);
    int port = uri.getPort() >= 0 ? uri.getPort() : uri.getScheme().equals("https") ? 443 : 80;
    for (InetAddress address : InetAddress.getAllByName(host)) {
      Optional<String> refusal = refusal(host, address, port);
      if (refusal.isPresent()) {
        throw new Fault.Denied(
            host
                + ":"
                + port
                + " may not be called from here: "
                + refusal.get()
                + "; an operator can name it under network.allow in the configuration");
      }
    }
  }

  private Optional<String> refusal(String host, InetAddress address, int port) {
    boolean open = address.isLoopbackAddress() && (loopback || rules.allows(host, address, port));
    return open && !rules.denies(host, address, port)
        ? Optional.empty()
        : rules.refusal(host, address, port);
  }

  @Override
  public <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler)
      throws IOException, InterruptedException {
    check(request.uri());
    return inner.send(request, handler);
  }

  @Override
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request, HttpResponse.BodyHandler<T> handler) {
    try {
      check(request.uri());
    } catch (UnknownHostException e) {
      return CompletableFuture.failedFuture(e);
    }
    return inner.sendAsync(request, handler);
  }

  @Override
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request,
      HttpResponse.BodyHandler<T> handler,
      HttpResponse.PushPromiseHandler<T> pushes) {
    try {
      check(request.uri());
    } catch (UnknownHostException e) {
      return CompletableFuture.failedFuture(e);
    }
    return inner.sendAsync(request, handler, pushes);
  }

  @Override
  public WebSocket.Builder newWebSocketBuilder() {
    throw new UnsupportedOperationException("a WebSocket's address would not be checked");
  }

  @Override
  public Optional<CookieHandler> cookieHandler() {
    return inner.cookieHandler();
  }

  @Override
  public Optional<Duration> connectTimeout() {
    return inner.connectTimeout();
  }

  @Override
  public Redirect followRedirects() {
    return inner.followRedirects();
  }

  @Override
  public Optional<ProxySelector> proxy() {
    return inner.proxy();
  }

  @Override
  public SSLContext sslContext() {
    return inner.sslContext();
  }

  @Override
  public SSLParameters sslParameters() {
    return inner.sslParameters();
  }

  @Override
  public Optional<Authenticator> authenticator() {
    return inner.authenticator();
  }

  @Override
  public Version version() {
    return inner.version();
  }

  @Override
  public Optional<Executor> executor() {
    return inner.executor();
  }

  @Override
  public void shutdownNow() {
    inner.shutdownNow();
  }

  @Override
  public void close() {
    inner.close();
  }
}
