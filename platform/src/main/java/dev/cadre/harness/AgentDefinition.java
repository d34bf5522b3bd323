package dev.cadre.harness;

import dev.cadre.model.Sampling;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A declared agent, as its file says.
 *
 * @param model an alias or a model's id
 * @param outputSchema what the answer's JSON must satisfy; null for free text
 * @param supervision how it has other agents work; null for one that is no supervisor
 */
public record AgentDefinition(
    String name,
    String description,
    String instructions,
    String model,
    Sampling sampling,
    List<ToolUse> tools,
    History history,
    MemoryUse memory,
    Limits limits,
    @Nullable ObjectNode outputSchema,
    List<Hook> hooks,
    @Nullable Supervision supervision) {
  public AgentDefinition {
    tools = List.copyOf(tools);
    hooks = List.copyOf(hooks);
  }

  /** The same, remembering {@code person} where its file names no actor. */
  public AgentDefinition remembering(String person) {
    return memory instanceof MemoryUse.LongTerm use && use.actor().isEmpty()
        ? ofActor(person)
        : this;
  }

  /** The same, remembering {@code actor} whatever its file says. */
  public AgentDefinition ofActor(String actor) {
    return switch (memory) {
      case MemoryUse.None _, MemoryUse.Session _ -> this;
      case MemoryUse.LongTerm use ->
          new AgentDefinition(
              name,
              description,
              instructions,
              model,
              sampling,
              tools,
              history,
              use.of(actor),
              limits,
              outputSchema,
              hooks,
              supervision);
    };
  }

  /**
   * How a supervisor has other agents work: its tools are agents, of which it chooses in one
   * decision.
   *
   * @param agents it asks at most for one request, 1 to 16
   * @param askBelow the confidence, 0 to 1, below which it asks the person back
   * @param answer characters of its answer at most, 100 to 20,000
   * @param deadline for the whole answer, 1 s to 15 min
   */
  public record Supervision(int agents, double askBelow, int answer, Duration deadline) {
    public static final Supervision DEFAULT = new Supervision(3, 0.7, 600, Duration.ofSeconds(20));
  }

  /**
   * What a turn may use.
   *
   * @param steps replies of the model, 1 to 1,000
   * @param tokens read and written by the model in all its replies
   * @param cost in US dollars; null for no limit
   */
  public record Limits(
      int steps, long tokens, Duration time, Duration toolTime, @Nullable BigDecimal cost) {
    public static final Limits DEFAULT =
        new Limits(25, 1_000_000, Duration.ofMinutes(15), Duration.ofMinutes(2), null);
  }

  /** What becomes of messages that no longer fit the model's context. */
  public enum History {
    /** The oldest are left out. */
    WINDOW,
    /** The oldest are put in a summary that the model writes. */
    SUMMARY
  }

  /** What an agent remembers beyond a turn. */
  public sealed interface MemoryUse {
    /** Nothing: each turn begins anew. */
    record None() implements MemoryUse {}

    /** The messages of its session. */
    record Session() implements MemoryUse {}

    /**
     * The messages of its session, and what a memory knows of the actor.
     *
     * @param memory its id or name
     * @param actor of whom it is; empty for whoever calls
     * @param strategies the names of those recalled; empty for all
     * @param top records near to what was said, 0 to 50
     * @param summaries of earlier sessions, the latest, 0 to 20
     * @param preferences nearest to what was said, 0 to 20
     * @param recall where it looks in place of all that; empty for all that
     */
    record LongTerm(
        String memory,
        String actor,
        List<String> strategies,
        int top,
        int summaries,
        int preferences,
        List<Recall> recall)
        implements MemoryUse {
      public LongTerm {
        strategies = List.copyOf(strategies);
        recall = List.copyOf(recall);
      }

      LongTerm of(String other) {
        return new LongTerm(memory, other, strategies, top, summaries, preferences, recall);
      }
    }

    /**
     * One place to look.
     *
     * @param namespace may have {@code {actorId}}, {@code {sessionId}} and {@code
     *     {memoryStrategyId}}
     * @param top records near to what was said, 1 to 50
     * @param score that they have at least, 0 to 1
     * @param strategy the id of the one whose records are meant; empty for all
     */
    record Recall(String namespace, int top, double score, String strategy) {}
  }

  /**
   * Tools an agent may use.
   *
   * @param source where they come from
   * @param approval true when a person must allow each call
   * @param only the names to use of what the source has; empty for all
   */
  public record ToolUse(Source source, boolean approval, List<String> only) {
    public ToolUse {
      only = List.copyOf(only);
    }

    public ToolUse(Source source) {
      this(source, false, List.of());
    }
  }

  /** Where tools come from. */
  public sealed interface Source {
    /** True when the tools are known without asking anyone. */
    default boolean local() {
      return switch (this) {
        case BuiltIn _, Client _ -> true;
        case Mcp _, Gateway _, Agent _, A2a _ -> false;
      };
    }

    /** True for an agent. */
    default boolean agent() {
      return switch (this) {
        case Agent _, A2a _ -> true;
        case BuiltIn _, Client _, Mcp _, Gateway _ -> false;
      };
    }

    /** One of the platform's own. */
    record BuiltIn(String name) implements Source {}

    /**
     * An MCP server's tools.
     *
     * @param url empty for a server that the platform knows by its name
     */
    record Mcp(String name, String url) implements Source {}

    /** A gateway's tools, by its id or ARN. */
    record Gateway(String id) implements Source {}

    /** Another agent of this platform, as a tool. */
    record Agent(String name, String description) implements Source {}

    /**
     * An agent anywhere that speaks A2A, as a tool.
     *
     * @param name of the tool; empty for one that its address gives
     * @param url of its card, or above it
     * @param description empty for its card's
     * @param credential the ARN of a credential provider, whose secret is shown to it; empty for
     *     none
     */
    record A2a(String name, String url, String description, String credential) implements Source {}

    /** A tool that whoever calls the agent runs itself. */
    record Client(String name, String description, ObjectNode inputSchema) implements Source {}
  }

  /**
   * A web address asked at a point of a turn; it may stop what is about to happen.
   *
   * @param on when it is asked
   */
  public record Hook(String name, Point on, String url, Duration timeout) {
    /** Points of a turn. */
    public enum Point {
      BEFORE_INVOCATION,
      AFTER_INVOCATION,
      BEFORE_TOOL_CALL,
      AFTER_TOOL_CALL
    }
  }
}
