package dev.cadre.gateway;

import dev.cadre.fault.Fault;
import dev.cadre.gateway.Federation.Member;
import dev.cadre.http.Principal;
import dev.cadre.mcp.McpCall;
import dev.cadre.mcp.SilentCall;
import io.opentelemetry.context.Context;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import tools.jackson.databind.node.ObjectNode;

/** Asks targets for their tools with each listing, side by side; who does not answer has none. */
final class DynamicTools {
  private static final Logger LOG = System.getLogger(DynamicTools.class.getName());
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final Deadline deadline;
  private final int maxTools;

  /**
   * @param maxTools of one target
   */
  DynamicTools(Deadline deadline, int maxTools) {
    this.deadline = deadline;
    this.maxTools = maxTools;
  }

  /** Under the gateway's names, in the members' order. */
  List<ObjectNode> tools(List<Member> members) throws InterruptedException {
    List<Callable<List<ObjectNode>>> listings = new ArrayList<>();
    members.forEach(member -> listings.add(() -> tools(member)));
    List<ObjectNode> tools = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<List<ObjectNode>> listing : threads.invokeAll(listings)) {
        tools.addAll(listing.get());
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a listing's failure is an empty list", e);
    }
    return tools;
  }

  private List<ObjectNode> tools(Member member) throws InterruptedException {
    McpCall call = new SilentCall(Principal.ANONYMOUS, Context.root());
    try {
      return deadline.within(LIMIT, () -> member.connection().server().tools(call)).stream()
          .limit(maxTools)
          .map(tool -> Federation.renamed(member.target(), tool))
          .toList();
    } catch (Deadline.Passed | Fault e) {
      LOG.log(
          Level.WARNING,
          "target {0} of {1} did not list its tools: {2}",
          member.target().name(),
          member.target().gateway(),
          e.getMessage());
      return List.of();
    }
  }
}
