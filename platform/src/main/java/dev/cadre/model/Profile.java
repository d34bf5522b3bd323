package dev.cadre.model;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one model.
 *
 * @param name short, the same at every provider: {@code claude-3-7-sonnet}
 * @param ids the providers' own, by kind; Bedrock's without the prefix of an inference profile
 * @param contextTokens read and written in one call
 * @param outputTokens the most in one reply
 * @param promptCache whether Bedrock takes marks for its prompt cache with it
 * @param textOnly true for a model that takes no images
 * @param speech true for a model of speech, which answers no messages
 * @param directRegions of AWS where the plain id may be called
 * @param profileRegions of AWS by the prefix of the inference profile that is called from them
 */
record Profile(
    String name,
    Map<ProviderKind, String> ids,
    int contextTokens,
    int outputTokens,
    boolean promptCache,
    boolean textOnly,
    boolean speech,
    List<String> directRegions,
    Map<String, List<String>> profileRegions) {
  Profile {
    ids = Map.copyOf(ids);
    directRegions = List.copyOf(directRegions);
    profileRegions = Map.copyOf(profileRegions);
  }

  /** The id at a provider of {@code kind}; null where it is not offered. */
  @Nullable String id(ProviderKind kind) {
    return ids.get(kind);
  }
}
