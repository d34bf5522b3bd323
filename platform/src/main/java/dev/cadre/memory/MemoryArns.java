package dev.cadre.memory;

import dev.cadre.id.Arn;

/** Forms the ARNs of memories. */
record MemoryArns(String region, String account) {

  Arn memory(MemoryId id) {
    return new Arn("aws", "bedrock-agentcore", region, account, "memory/" + id);
  }
}
