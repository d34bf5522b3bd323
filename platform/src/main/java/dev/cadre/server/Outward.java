package dev.cadre.server;

import dev.cadre.worker.GuardedHttpClient;
import dev.cadre.worker.NetworkPolicy;
import java.net.http.HttpClient;
import java.time.Duration;

/** How the platform calls the addresses that its users write into what they deploy. */
final class Outward {
  private static final Duration CONNECT = Duration.ofSeconds(10);

  private Outward() {}

  /**
   * Where everybody may deploy, which is on loopback alone, this machine's servers and its private
   * network may be called too; with authentication only what is public, and what {@code rules}
   * allow.
   */
  static HttpClient client(Options options, NetworkPolicy rules) {
    boolean open = !options.authRequired();
    HttpClient inner =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            // What an answer's arrival sets off is short, since all callers wait for it on threads
            // of their own: a pool in between only hands it on.
            .executor(Runnable::run)
            .build();
    return new GuardedHttpClient(
        inner,
        new NetworkPolicy(
            open ? NetworkPolicy.Reach.PRIVATE : NetworkPolicy.Reach.PUBLIC,
            rules.allow(),
            rules.deny()),
        open);
  }

  /** For calls of the platform itself; addresses that users name are not for it. */
  static HttpClient self() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(CONNECT)
        .build();
  }
}
