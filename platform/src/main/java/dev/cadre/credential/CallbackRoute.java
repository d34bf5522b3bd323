package dev.cadre.credential;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cadre.fault.Fault;
import dev.cadre.http.Exchange;
import dev.cadre.http.Routes;
import java.io.IOException;

/**
 * Where browsers come back to from a provider's consent page. Anybody may call it: the state, which
 * only the browser that was sent there has, is the proof.
 */
final class CallbackRoute {
  static final String PATH = "/identities/oauth2/callback";
  private static final String TEXT = "text/plain; charset=utf-8";

  private final UserFederation federation;
  private final Providers providers;

  CallbackRoute(UserFederation federation, Providers providers) {
    this.federation = federation;
    this.providers = providers;
  }

  void bind(Routes routes) {
    routes.add("GET", PATH, this::arrived);
  }

  private void arrived(Exchange exchange) throws IOException, InterruptedException {
    String state =
        exchange
            .query("state")
            .orElseThrow(() -> new Fault.Invalid("the parameter 'state' is missing"));
    exchange.responseHeader("Cache-Control", "no-store");
    exchange.responseHeader("Referrer-Policy", "no-referrer");
    switch (federation.arrived(providers, state, exchange.query("code").orElse(null))) {
      case UserFederation.Arrival.Stay(String message) ->
          exchange.respond(200, TEXT, message.getBytes(UTF_8));
      case UserFederation.Arrival.Go(String address) -> {
        exchange.responseHeader("Location", address);
        exchange.respond(302, TEXT, new byte[0]);
      }
    }
  }
}
