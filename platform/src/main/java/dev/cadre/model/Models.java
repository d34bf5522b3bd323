package dev.cadre.model;

import java.math.BigDecimal;

/**
 * The models of this platform, by alias and id: every call of an agent goes through here, where it
 * is routed, limited, retried, metered and charged to a budget. Thread-safe.
 */
public interface Models {

  /**
   * As {@link Model#reply}, on behalf of {@code caller}.
   *
   * @throws ModelException.Invalid when {@code request.model()} is not known, naming the nearest
   * @throws ModelException.OverBudget with the figure and the limit
   */
  Reply reply(Caller caller, ModelRequest request, ReplySink sink) throws InterruptedException;

  /** How many tokens a model can read and write in one call. */
  int contextTokens(String model);

  /** A close estimate of a request's input tokens, never far below what the provider counts. */
  int estimateTokens(ModelRequest request);

  /** Whether whichever model answers to that name can look at an image. */
  default boolean sees(String model) {
    return false;
  }

  /**
   * What a call cost by the price book, in US dollars; 0 for a model whose price nobody has told.
   *
   * @param asked as in {@link ModelRequest#model}
   * @param answered as in {@link Reply#model}
   */
  default BigDecimal cost(String asked, String answered, Usage usage) {
    return BigDecimal.ZERO;
  }
}
