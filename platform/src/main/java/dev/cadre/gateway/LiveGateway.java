package dev.cadre.gateway;

import dev.cadre.mcp.McpChanges;

/** What a gateway in use offers now, and who hears when that changes. */
final class LiveGateway {
  private final McpChanges changes = new McpChanges();
  private volatile Federation federation;

  LiveGateway(Federation federation) {
    this.federation = federation;
  }

  McpChanges changes() {
    return changes;
  }

  Federation federation() {
    return federation;
  }

  /** Clients that listen are told. */
  void offers(Federation newFederation) {
    federation = newFederation;
    changes.announce(new McpChanges.Change.Tools());
    changes.announce(new McpChanges.Change.Resources());
    changes.announce(new McpChanges.Change.Prompts());
  }
}
