package dev.cadre.toolkit.cloud;

import dev.cadre.json.Json;
import dev.cadre.model.ToolSpec;
import dev.cadre.tool.Schemas;
import dev.cadre.tool.Tool;
import dev.cadre.tool.ToolInvocation;
import dev.cadre.tool.ToolOutcome;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.JobRun;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** How a run of a Glue job goes. */
final class JobStatus implements Tool {
  private static final Set<String> ENDED =
      Set.of("SUCCEEDED", "FAILED", "TIMEOUT", "STOPPED", "ERROR", "EXPIRED");
  private static final ToolSpec SPEC =
      new ToolSpec(
          "get_glue_job_status",
          "Tells the state of a Glue job's run, how long it took and why it failed.",
          Schemas.of(
              """
              {
                "type": "object",
                "properties": {
                  "job_name": {
                    "type": "string",
                    "minLength": 1,
                    "maxLength": 255,
                    "description": "The job"
                  },
                  "run_id": {
                    "type": "string",
                    "minLength": 1,
                    "maxLength": 255,
                    "description": "The run, as start_glue_job returned it. Default: the latest"
                  }
                },
                "required": ["job_name"],
                "additionalProperties": false
              }
              """));

  private final GlueClient glue;

  JobStatus(GlueClient glue) {
    this.glue = glue;
  }

  @Override
  public ToolSpec spec() {
    return SPEC;
  }

  @Override
  public ToolOutcome call(ToolInvocation invocation) throws InterruptedException {
    JsonNode arguments = invocation.arguments();
    String name = arguments.path("job_name").asString();
    String run = arguments.path("run_id").asString("");
    return AwsCall.of(
        "Asking for " + name, () -> run.isEmpty() ? latest(name) : told(name, run(name, run)));
  }

  private JobRun run(String name, String id) {
    return glue.getJobRun(request -> request.jobName(name).runId(id)).jobRun();
  }

  private ObjectNode latest(String name) {
    List<JobRun> runs = glue.getJobRuns(request -> request.jobName(name).maxResults(1)).jobRuns();
    return runs.isEmpty()
        ? Json.object().put("job_name", name).put("state", "NEVER_RUN").put("ended", true)
        : told(name, runs.getFirst());
  }

  private static ObjectNode told(String name, JobRun run) {
    String state = run.jobRunStateAsString();
    ObjectNode answer =
        Json.object()
            .put("job_name", name)
            .put("run_id", run.id())
            .put("state", state)
            .put("ended", state != null && ENDED.contains(state));
    if (run.startedOn() != null) {
      answer.put("started_at", run.startedOn().toString());
    }
    if (run.completedOn() != null) {
      answer.put("completed_at", run.completedOn().toString());
    }
    if (run.executionTime() != null) {
      answer.put("execution_seconds", run.executionTime());
    }
    if (run.errorMessage() != null) {
      answer.put("error", run.errorMessage());
    }
    return answer;
  }
}
