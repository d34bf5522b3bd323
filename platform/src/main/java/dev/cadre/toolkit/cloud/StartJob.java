package dev.cadre.toolkit.cloud;

import dev.cadre.json.Json;
import dev.cadre.model.ToolSpec;
import dev.cadre.tool.Schemas;
import dev.cadre.tool.Tool;
import dev.cadre.tool.ToolInvocation;
import dev.cadre.tool.ToolOutcome;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.glue.GlueClient;
import tools.jackson.databind.JsonNode;

/** Starts a Glue job once. */
final class StartJob implements Tool {
  private static final ToolSpec SPEC =
      new ToolSpec(
          "start_glue_job",
          "Starts a Glue job and returns the id of its run at once; ask get_glue_job_status how it"
              + " goes.",
          Schemas.of(
              """
              {
                "type": "object",
                "properties": {
                  "job_name": {
                    "type": "string",
                    "minLength": 1,
                    "maxLength": 255,
                    "description": "The job, as list_glue_jobs names it"
                  },
                  "arguments": {
                    "type": "object",
                    "maxProperties": 50,
                    "additionalProperties": {"type": "string", "maxLength": 4096},
                    "description": "Arguments of this run, such as {\\"--day\\": \\"2026-03-01\\"}"
                  }
                },
                "required": ["job_name"],
                "additionalProperties": false
              }
              """));

  private final GlueClient glue;

  StartJob(GlueClient glue) {
    this.glue = glue;
  }

  @Override
  public ToolSpec spec() {
    return SPEC;
  }

  @Override
  public ToolOutcome call(ToolInvocation invocation) throws InterruptedException {
    JsonNode given = invocation.arguments();
    String name = given.path("job_name").asString();
    Map<String, String> arguments = new HashMap<>();
    given.path("arguments").forEachEntry((key, value) -> arguments.put(key, value.asString()));
    return AwsCall.of(
        "Starting " + name,
        () ->
            Json.object()
                .put("job_name", name)
                .put(
                    "run_id",
                    glue.startJobRun(request -> request.jobName(name).arguments(arguments))
                        .jobRunId())
                .put("state", "STARTING"));
  }
}
