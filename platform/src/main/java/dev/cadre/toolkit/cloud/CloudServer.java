package dev.cadre.toolkit.cloud;

import dev.cadre.tool.Tool;
import java.util.ArrayList;
import java.util.List;

/** The server {@code aws}: S3 buckets, a model of Bedrock, Glue jobs. */
public final class CloudServer implements AutoCloseable {
  public static final String ABOUT =
      "Amazon Web Services: S3 buckets, models of Bedrock, and Glue jobs.";

  private final Clients clients;
  private final List<Tool> tools = new ArrayList<>();

  public CloudServer(CloudConfig config) {
    clients = new Clients(config);
    tools.add(new ListBuckets(clients.s3()));
    tools.add(new InvokeModel(clients.bedrock(), config.model()));
    tools.add(new ListJobs(clients.glue()));
    if (config.startJobs()) {
      tools.add(new StartJob(clients.glue()));
    }
    tools.add(new JobStatus(clients.glue()));
  }

  public List<Tool> tools() {
    return List.copyOf(tools);
  }

  @Override
  public void close() {
    clients.close();
  }
}
