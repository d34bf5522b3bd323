package dev.cadre.credential;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cadre.fault.Fault;
import dev.cadre.http.Exchange;
import dev.cadre.http.Routes;
import java.io.IOException;
import java.util.Optional;

/**
 * Where browsers come back to from a provider's consent page. Anybody may call it: the state, which
 * only the browser that was sent there has, is the proof.
 */
final class CallbackRoute {
  static final String PATH = "/identities/oauth2/callback";
  private static final String TEXT = "text/plain; charset=utf-8";

  private final UserFederation federation;
  private final Providers providers;
  private final Authorizations authorizations;

  CallbackRoute(UserFederation federation, Providers providers, Authorizations authorizations) {
    this.authorizations = authorizations;
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
    Optional<String> done =
        authorizations.arrived(
            new Consents.Answer(
                state,
                exchange.query("code").orElse(null),
                exchange.query("iss").orElse(null),
                exchange.query("error").orElse(null)));
    if (done.isPresent()) {
      exchange.respond(200, TEXT, done.get().getBytes(UTF_8));
      return;
    }
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
