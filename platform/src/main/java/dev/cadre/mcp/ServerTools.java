package dev.cadre.mcp;

import dev.cadre.http.Principal;
import dev.cadre.model.Caller;
import dev.cadre.model.ToolSpec;
import dev.cadre.tool.Tool;
import dev.cadre.tool.ToolInvocation;
import dev.cadre.tool.ToolOutcome;
import io.opentelemetry.context.Context;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** The tools of an MCP server in this process, as an agent here uses them. */
public final class ServerTools {
  private ServerTools() {}

  /** Asks the server what it has now. */
  public static List<Tool> of(McpServer server) throws InterruptedException {
    McpCall listing = new SilentCall(Principal.ANONYMOUS, Context.root());
    return server.tools(listing).stream()
        .map(descriptor -> (Tool) new InProcess(server, descriptor))
        .toList();
  }

  private static final class InProcess implements Tool {
    private final McpServer server;
    private final String name;
    private final ToolSpec spec;

    private InProcess(McpServer server, ObjectNode descriptor) {
      this.server = server;
      this.name = descriptor.path("name").asString("");
      this.spec = McpTools.described(descriptor);
    }

    @Override
    public ToolSpec spec() {
      return spec;
    }

    @Override
    public ToolOutcome call(ToolInvocation invocation) throws InterruptedException {
      Caller caller = invocation.caller();
      Principal principal =
          new Principal(caller.tenant(), Principal.Kind.ANONYMOUS, Set.of("invoke"));
      try {
        return McpTools.outcome(
            server.callTool(
                name, invocation.arguments(), new SilentCall(principal, caller.trace())));
      } catch (McpSignal | McpServer.Unknown e) {
        return new ToolOutcome.Failed(String.valueOf(e.getMessage()));
      }
    }
  }
}
