package dev.cadre.model;

/**
 * One model at one provider.
 *
 * @param id as the provider is called with
 * @param name the catalogue's, by which it is priced; the id for a model the catalogue lacks
 * @param contextTokens read and written in one call
 */
record Target(ProviderConfig provider, String id, String name, int contextTokens) {
  /** As it is written and shown: {@code provider:id}. */
  @Override
  public String toString() {
    return provider.name() + ":" + id;
  }
}
