package dev.cadre.surface;

import dev.cadre.agent.Deployment;
import dev.cadre.harness.AgentDefinition;
import dev.cadre.harness.TurnInput;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A request for a turn, read from its protocol; {@link Surfaces} makes and answers it. */
public final class Request {
  private final Function<Deployment, AgentDefinition> agent;
  private final TurnInput input;
  private final List<String> uploads;
  private final Form form;
  private final @Nullable String thread;

  /** How a request is answered. */
  sealed interface Form {
    /** One JSON object when the turn is over. */
    record Whole() implements Form {}

    /** The platform's own events. */
    record Events() implements Form {}

    /** AG-UI's events. */
    record AgUi(String thread, String run) implements Form {}

    /** InvokeHarness's. */
    record Harness() implements Form {}

    /** InvokeAgent's. */
    record Chunks() implements Form {}
  }

  /**
   * @param agent what runs the turn, of the version that the session holds
   */
  Request(
      Function<Deployment, AgentDefinition> agent,
      TurnInput input,
      Form form,
      @Nullable String thread) {
    this(agent, input, List.of(), form, thread);
  }

  /**
   * @param agent what runs the turn, of the version that the session holds
   * @param uploads the URIs of those that stand beside the input
   */
  Request(
      Function<Deployment, AgentDefinition> agent,
      TurnInput input,
      List<String> uploads,
      Form form,
      @Nullable String thread) {
    this.agent = agent;
    this.input = input;
    this.uploads = List.copyOf(uploads);
    this.form = form;
    this.thread = thread;
  }

  AgentDefinition agent(Deployment deployment) {
    return agent.apply(deployment);
  }

  TurnInput input() {
    return input;
  }

  List<String> uploads() {
    return uploads;
  }

  Form form() {
    return form;
  }

  /** The conversation as the request itself names it, for callers that send no session id. */
  public Optional<String> thread() {
    return Optional.ofNullable(thread);
  }
}
