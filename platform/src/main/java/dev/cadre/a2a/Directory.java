package dev.cadre.a2a;

import dev.cadre.agent.Deployment;
import dev.cadre.fault.Fault;
import org.jspecify.annotations.Nullable;

/** The agents of the platform. */
@FunctionalInterface
public interface Directory {

  /**
   * What an agent's name, id or ARN stands for.
   *
   * @param qualifier an endpoint's name or a version; null for {@code DEFAULT}
   * @throws Fault.NotFound when there is no such agent
   */
  Deployment find(String reference, @Nullable String qualifier);
}
