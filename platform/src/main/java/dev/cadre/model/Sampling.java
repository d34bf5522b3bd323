package dev.cadre.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a reply is drawn; null leaves it to the provider.
 *
 * @param maxTokens of the reply, 1 or more
 * @param temperature 0 to 2, where a provider allows as much
 * @param topP above 0, at most 1
 * @param stop texts that end the reply, which does not hold them; at most 16
 */
public record Sampling(
    @Nullable Integer maxTokens,
    @Nullable Double temperature,
    @Nullable Double topP,
    List<String> stop) {
  public static final Sampling DEFAULT = new Sampling(null, null, null, List.of());

  public Sampling {
    stop = List.copyOf(stop);
  }
}
