package dev.cadre.a2a;

import dev.cadre.a2a.TaskAgent.Work;
import dev.cadre.fault.Fault;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The tasks that are worked on here, each on a thread of its own. Thread-safe. */
final class TaskRuns implements AutoCloseable {
  private static final Logger LOG = System.getLogger(TaskRuns.class.getName());
  private static final String STOPPED =
      "The platform stopped while it worked on this task. The conversation is kept: send the"
          + " message again, in this context.";

  private final TaskAgent agent;
  private final TaskLog log;
  private final Map<TaskId, Run> runs = new ConcurrentHashMap<>();
  private volatile boolean stopping;

  private record Run(Thread thread, Work work) {}

  TaskRuns(TaskAgent agent, TaskLog log) {
    this.agent = agent;
    this.log = log;
  }

  /**
   * Begins to work on a task; the caller does not wait.
   *
   * @param task as it was before
   */
  void start(TaskRecord task, Work work) {
    Thread thread = Thread.ofVirtual().name("a2a-" + task.id()).unstarted(() -> run(task, work));
    runs.put(task.id(), new Run(thread, work));
    thread.start();
  }

  private void run(TaskRecord task, Work work) {
    Told told = new Told(task);
    try {
      // A task that goes on after a question is WORKING already.
      if (task.state() != TaskState.SUBMITTED || log.become(task, TaskState.WORKING, null)) {
        agent.work(work, told);
        told.failed("The agent ended without an answer.");
      }
    } catch (Fault e) {
      refused(told, e);
    } catch (InterruptedException e) {
      // Whoever interrupted knows what became of the task.
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "a task of " + work.agent() + " broke", e);
      told.failed("The platform failed on this task; its log says why.");
    } finally {
      runs.remove(task.id());
    }
  }

  private static void refused(Told told, Fault fault) {
    String why = String.valueOf(fault.getMessage());
    switch (fault) {
      case Fault.Invalid _, Fault.Denied _, Fault.Unauthenticated _ -> told.rejected(why);
      case Fault.NotFound _,
          Fault.Conflict _,
          Fault.Throttled _,
          Fault.QuotaExceeded _,
          Fault.AgentFailed _,
          Fault.Unavailable _,
          Fault.Internal _ ->
          told.failed(why);
    }
  }

  /** Ends the work on a task that is no longer wanted. */
  void cancel(TaskId task) {
    Run run = runs.get(task);
    if (run != null) {
      agent.cancel(run.work());
      run.thread().interrupt();
    }
  }

  /** A task that a former run of the platform left, of an agent that cannot go on with it. */
  void abandon(TaskRecord task) {
    log.become(task, TaskState.FAILED, TaskLog.says(STOPPED));
  }

  boolean resumes(String name) {
    try {
      return agent.resumes(name);
    } catch (Fault notThereNow) {
      return false;
    }
  }

  /** From now on what fails is not over: the next start takes it up. */
  void stopping() {
    stopping = true;
  }

  @Override
  public void close() {
    stopping = true;
    runs.values().forEach(run -> run.thread().interrupt());
  }

  /** What one run tells; once the task rests, nothing more is said. */
  private final class Told implements TaskAgent.Updates {
    private final TaskRecord task;
    private boolean rests;

    Told(TaskRecord task) {
      this.task = task;
    }

    @Override
    public void artifact(ObjectNode artifact, boolean append, boolean last) {
      if (!rests) {
        log.artifact(task.id(), artifact, append, last);
      }
    }

    @Override
    public void rest(TaskState state, @Nullable ObjectNode says) {
      boolean cut = stopping && (state == TaskState.FAILED || state == TaskState.CANCELED);
      if (!rests && !cut) {
        rests = true;
        log.become(task, state, says);
      }
    }

    void failed(String why) {
      rest(TaskState.FAILED, TaskLog.says(why));
    }

    void rejected(String why) {
      rest(TaskState.REJECTED, TaskLog.says(why));
    }
  }
}
