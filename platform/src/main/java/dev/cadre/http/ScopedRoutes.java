package dev.cadre.http;

import dev.cadre.fault.Fault;

/** A view of the routes that puts a scope before every handler. */
record ScopedRoutes(Routes routes, String scope) implements Routes {

  @Override
  public Routes add(String method, String pattern, Handler handler) {
    routes.add(method, pattern, new Guarded(this, handler));
    return this;
  }

  @Override
  public boolean holds(String path) {
    return routes.holds(path);
  }

  @Override
  public Routes aws(String service, String operation, Operation handler) {
    routes.aws(
        service,
        operation,
        (exchange, input) -> {
          require(exchange);
          return handler.handle(exchange, input);
        });
    return this;
  }

  @Override
  public Routes requiring(String other) {
    return new ScopedRoutes(this, other);
  }

  private record Guarded(ScopedRoutes scoped, Handler handler) implements Handler {
    @Override
    public void handle(Exchange exchange) throws Exception {
      scoped.require(exchange);
      handler.handle(exchange);
    }

    @Override
    public ErrorAnswer refusal(Fault fault) {
      return handler.refusal(fault);
    }
  }

  private void require(Exchange exchange) {
    Principal principal = exchange.principal();
    if (!principal.may(scope)) {
      throw new Fault.Denied(
          principal.name() + " lacks the scope '" + scope + "'; create a key that has it");
    }
  }
}
