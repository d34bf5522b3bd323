package dev.cadre.model;

import java.math.BigDecimal;
import java.util.Optional;

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

  /**
   * What the price book says a call cost, in US dollars; empty for a model it has no price of.
   *
   * @param model as {@link Reply#model} names it
   */
  default Optional<BigDecimal> cost(String model, Usage usage) {
    return Optional.empty();
  }
}
