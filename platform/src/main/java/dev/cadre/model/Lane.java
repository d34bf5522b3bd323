package dev.cadre.model;

/** One provider, with what guards it. */
record Lane(ProviderConfig provider, Model model, Breaker breaker, Allowance allowance) {
  String name() {
    return provider.name();
  }
}
