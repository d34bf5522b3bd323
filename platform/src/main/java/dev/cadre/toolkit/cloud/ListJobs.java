package dev.cadre.toolkit.cloud;

import dev.cadre.json.Json;
import dev.cadre.model.ToolSpec;
import dev.cadre.tool.Schemas;
import dev.cadre.tool.Tool;
import dev.cadre.tool.ToolInvocation;
import dev.cadre.tool.ToolOutcome;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.GetJobsResponse;
import software.amazon.awssdk.services.glue.model.Job;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The account's Glue jobs. */
final class ListJobs implements Tool {
  private static final int MAX = 500;
  private static final int PAGE = 100;
  private static final ToolSpec SPEC =
      new ToolSpec(
          "list_glue_jobs",
          "Lists the Glue jobs of the account: their names, kinds and sizes.",
          Schemas.of(
              """
              {"type": "object", "properties": {}, "additionalProperties": false}
              """));

  private final GlueClient glue;

  ListJobs(GlueClient glue) {
    this.glue = glue;
  }

  @Override
  public ToolSpec spec() {
    return SPEC;
  }

  @Override
  public ToolOutcome call(ToolInvocation invocation) throws InterruptedException {
    return AwsCall.of("Listing jobs", this::list);
  }

  private ObjectNode list() {
    ObjectNode answer = Json.object();
    ArrayNode jobs = answer.putArray("jobs");
    @Nullable String next = null;
    do {
      String token = next;
      GetJobsResponse page = glue.getJobs(request -> request.maxResults(PAGE).nextToken(token));
      page.jobs().stream().limit(MAX - jobs.size()).forEach(job -> add(jobs, job));
      next = page.nextToken();
    } while (next != null && !next.isEmpty() && jobs.size() < MAX);
    return answer.put("count", jobs.size()).put("truncated", next != null && !next.isEmpty());
  }

  private static void add(ArrayNode jobs, Job job) {
    ObjectNode entry = jobs.addObject().put("name", job.name());
    if (job.description() != null) {
      entry.put("description", job.description());
    }
    if (job.command() != null) {
      entry.put("kind", job.command().name());
    }
    if (job.glueVersion() != null) {
      entry.put("glue_version", job.glueVersion());
    }
    if (job.workerType() != null) {
      entry.put("workers", job.numberOfWorkers() + " of " + job.workerTypeAsString());
    }
    if (job.lastModifiedOn() != null) {
      entry.put("modified_at", job.lastModifiedOn().toString());
    }
  }
}
