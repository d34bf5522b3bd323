package dev.cadre.toolkit.files;

import dev.cadre.model.ToolSpec;
import dev.cadre.tool.Schemas;
import dev.cadre.tool.Tool;
import dev.cadre.tool.ToolInvocation;
import dev.cadre.tool.ToolOutcome;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A tool that reads one file, named by its parameter {@code file}, which is the same for all of
 * them. Few run at once, so that the memory that files take is bounded; the others wait.
 */
public final class FileTool implements Tool {
  private static final String FILE =
      """
      {
        "type": "object",
        "properties": {
          "file": {
            "type": "string",
            "minLength": 1,
            "description": "The file: its name or path such as reports/sales.csv, an https URL, the s3 URI of an upload, or a data: URI"
          }
        },
        "required": ["file"],
        "additionalProperties": false
      }
      """;

  private final ToolSpec spec;
  private final FileSource files;
  private final Semaphore places;
  private final Work work;

  /** What is done with a file. */
  @FunctionalInterface
  public interface Work {
    /**
     * @throws dev.cadre.fault.Fault.Invalid when the file is not what it should be, or the
     *     arguments do not fit it; its message is for the model
     */
    ToolOutcome on(SourceFile file, ToolInvocation call) throws InterruptedException;
  }

  /**
   * @param places one for each call that may run at once, shared with other tools
   */
  public FileTool(ToolSpec spec, FileSource files, Semaphore places, Work work) {
    this.spec = spec;
    this.files = files;
    this.places = places;
    this.work = work;
  }

  /**
   * @param further JSON Schema of an object: the parameters beside {@code file}, and those of them
   *     that are required
   */
  public static ToolSpec spec(String name, String description, String further) {
    ObjectNode schema = Schemas.of(FILE);
    ObjectNode more = Schemas.of(further);
    if (schema.path("properties") instanceof ObjectNode properties) {
      more.path("properties")
          .properties()
          .forEach(property -> properties.set(property.getKey(), property.getValue()));
    }
    if (schema.path("required") instanceof ArrayNode required) {
      more.path("required").forEach(required::add);
    }
    return new ToolSpec(name, description, schema);
  }

  @Override
  public ToolSpec spec() {
    return spec;
  }

  @Override
  public ToolOutcome call(ToolInvocation invocation) throws InterruptedException {
    String reference = invocation.arguments().path("file").asString().strip();
    places.acquire();
    FutureTask<ToolOutcome> task;
    try {
      SourceFile file = files.read(reference, invocation.caller(), invocation.deadline());
      task = new FutureTask<>(() -> done(file, invocation));
    } catch (RuntimeException | InterruptedException e) {
      places.release();
      throw e;
    }
    // Reading files computes for seconds; on a virtual thread it would hold up all the others.
    Thread thread = Thread.ofPlatform().name("tool-" + spec.name()).daemon().start(task);
    try {
      return task.get();
    } catch (InterruptedException e) {
      thread.interrupt();
      throw e;
    } catch (ExecutionException e) {
      throw unwrapped(e);
    }
  }

  private ToolOutcome done(SourceFile file, ToolInvocation invocation) throws InterruptedException {
    try {
      return work.on(file, invocation);
    } finally {
      // Not before it has really ended, whoever still waits.
      places.release();
    }
  }

  private static RuntimeException unwrapped(ExecutionException ended) throws InterruptedException {
    switch (ended.getCause()) {
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case InterruptedException e -> throw e;
      case null, default -> throw new IllegalStateException(ended);
    }
  }
}
