package dev.cadre.model;

import dev.cadre.time.Breaker;

/** One provider, with what guards it. */
record Lane(ProviderConfig provider, Model model, Breaker breaker, Allowance allowance) {
  String name() {
    return provider.name();
  }
}
