package dev.cadre.http;

/**
 * Where features bind their handlers. A pattern is literal segments and {@code {variables}}, one
 * segment each, matched on the encoded path so that an encoded slash stays inside its variable; a
 * trailing slash counts.
 */
public interface Routes {

  /**
   * Binds {@code handler} to a method and pattern; throws {@code IllegalStateException} when both
   * are taken.
   */
  Routes add(String method, String pattern, Handler handler);

  /**
   * The same routes, where what is bound from now on through the returned view admits only callers
   * whose principal has {@code scope}.
   */
  Routes requiring(String scope);

  /** True when a request to {@code path} would be answered, whatever its method. */
  default boolean holds(String path) {
    return false;
  }

  /**
   * Binds an AWS operation by its name in the model, such as {@code bedrock-agentcore-control}
   * {@code CreateAgentRuntime}.
   */
  Routes aws(String service, String operation, Operation handler);
}
