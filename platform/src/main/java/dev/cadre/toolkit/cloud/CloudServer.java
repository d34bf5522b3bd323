package dev.cadre.toolkit.cloud;

import dev.cadre.tool.Tool;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkClientException;

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

  /** Null when there are credentials to call AWS with, else why not. Nothing is called. */
  public @Nullable String trouble() {
    try {
      clients.credentials().resolveCredentials();
      return null;
    } catch (SdkClientException e) {
      return AwsCall.reason(e);
    }
  }

  @Override
  public void close() {
    clients.close();
  }
}
