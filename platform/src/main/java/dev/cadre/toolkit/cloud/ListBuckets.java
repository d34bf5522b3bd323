package dev.cadre.toolkit.cloud;

import dev.cadre.json.Json;
import dev.cadre.model.ToolSpec;
import dev.cadre.tool.Schemas;
import dev.cadre.tool.Tool;
import dev.cadre.tool.ToolInvocation;
import dev.cadre.tool.ToolOutcome;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Bucket;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The account's buckets. */
final class ListBuckets implements Tool {
  private static final int MAX = 500;
  private static final ToolSpec SPEC =
      new ToolSpec(
          "list_s3_buckets",
          "Lists the S3 buckets of the account with the time of their creation.",
          Schemas.of(
              """
              {
                "type": "object",
                "properties": {
                  "prefix": {
                    "type": "string",
                    "maxLength": 63,
                    "description": "What the names begin with. Default: all"
                  }
                },
                "additionalProperties": false
              }
              """));

  private final S3Client s3;

  ListBuckets(S3Client s3) {
    this.s3 = s3;
  }

  @Override
  public ToolSpec spec() {
    return SPEC;
  }

  @Override
  public ToolOutcome call(ToolInvocation invocation) throws InterruptedException {
    String prefix = invocation.arguments().path("prefix").asString("");
    return AwsCall.of("Listing buckets", () -> list(prefix));
  }

  private ObjectNode list(String prefix) {
    ObjectNode answer = Json.object();
    ArrayNode buckets = answer.putArray("buckets");
    int count = 0;
    for (Bucket bucket : s3.listBuckets().buckets()) {
      // Not every service that speaks S3 knows the prefix.
      if (bucket.name().startsWith(prefix) && ++count <= MAX) {
        ObjectNode entry = buckets.addObject().put("name", bucket.name());
        if (bucket.creationDate() != null) {
          entry.put("created_at", bucket.creationDate().toString());
        }
      }
    }
    return answer.put("count", count).put("truncated", count > MAX);
  }
}
