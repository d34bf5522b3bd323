package dev.cadre.a2a;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cadre.http.Exchange;
import dev.cadre.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Streams of a task's updates: the task as it stands, and then what happens, read from the database
 * in its order. Any number of clients may watch a task, and their going ends nothing.
 */
final class Streams {
  private static final byte[] COMMENT = ": \n\n".getBytes(UTF_8);
  private static final int BATCH = 500;

  private final Tasks tasks;
  private final TaskStore store;
  private final Feeds feeds;
  private final InstantSource clock;
  private final A2aConfig config;

  /**
   * What is streamed.
   *
   * @param untilRest true when the stream ends with a question to the client, too
   */
  private record Followed(TaskRecord task, boolean untilRest) {}

  Streams(Tasks tasks, TaskStore store, Feeds feeds, InstantSource clock, A2aConfig config) {
    this.tasks = tasks;
    this.store = store;
    this.feeds = feeds;
    this.clock = clock;
    this.config = config;
  }

  /**
   * Begins or subscribes, and streams until the task rests.
   *
   * @param wrap what the binding puts around each update
   */
  void answer(
      Exchange exchange,
      Asked asked,
      Method method,
      ObjectNode params,
      UnaryOperator<ObjectNode> wrap)
      throws IOException, InterruptedException {
    Followed followed = method == Method.STREAM ? begun(asked, params) : subscribed(asked, params);
    TaskId id = followed.task().id();
    try (Feeds.Watch watch = feeds.watch(id)) {
      TaskRecord task = tasks.require(asked, id);
      exchange.responseHeader("Cache-Control", "no-cache");
      try (OutputStream out = exchange.stream(200, "text/event-stream")) {
        Line line = new Line(out, asked.version(), wrap);
        List<TaskEvent> known = store.events(id, 0, Integer.MAX_VALUE);
        line.write(
            TaskView.wrapped("task", TaskView.task(task, known, history(method, params), true)),
            false);
        if (over(followed, known)) {
          line.last(task, known);
        } else {
          int seq = known.isEmpty() ? 0 : known.getLast().seq();
          follow(new Followed(task, followed.untilRest()), seq, line, watch);
        }
      }
    }
  }

  /** By the events themselves: the task may have gone on since it was read. */
  private static boolean over(Followed followed, List<TaskEvent> events) {
    return events.stream()
        .filter(event -> event.kind() == TaskEvent.Kind.STATUS)
        .reduce((_, later) -> later)
        .map(event -> TaskView.state(event.body()))
        .filter(state -> state.terminal() || (followed.untilRest() && state.rests()))
        .isPresent();
  }

  private Followed begun(Asked asked, ObjectNode params) {
    ObjectNode request =
        switch (asked.version()) {
          case V1_0 -> params;
          case V0_3 -> Form03.sendFrom(params);
        };
    Tasks.history(request.path("configuration"));
    return new Followed(tasks.send(asked, request), true);
  }

  private Followed subscribed(Asked asked, ObjectNode params) {
    TaskRecord task = tasks.require(asked, params, "id");
    if (task.state().terminal()) {
      throw new A2aException(
          A2aError.UNSUPPORTED_OPERATION,
          "task " + task.id() + " is over; ask for it with GetTask",
          Map.of("taskId", task.id().toString()));
    }
    return new Followed(task, false);
  }

  private static @Nullable Integer history(Method method, ObjectNode params) {
    return Tasks.history(method == Method.STREAM ? params.path("configuration") : params);
  }

  private void follow(Followed followed, int after, Line line, Feeds.Watch watch)
      throws IOException, InterruptedException {
    TaskRecord task = followed.task();
    Instant end = clock.instant().plus(config.streamLimit());
    Instant quiet = clock.instant();
    int seq = after;
    while (clock.instant().isBefore(end)) {
      List<TaskEvent> news = store.events(task.id(), seq, BATCH);
      for (TaskEvent event : news) {
        seq = event.seq();
        if (line.told(followed, event)) {
          return;
        }
      }
      if (!news.isEmpty()) {
        quiet = clock.instant();
        continue;
      }
      if (store.find(task.id()).isEmpty()) {
        return;
      }
      watch.await(seq, Feeds.look(config.heartbeat()));
      if (!clock.instant().isBefore(quiet.plus(config.heartbeat()))) {
        line.comment();
        quiet = clock.instant();
      }
    }
  }

  /** The events on the wire. */
  private record Line(OutputStream out, Version version, UnaryOperator<ObjectNode> wrap) {

    /** True when the stream ends with it. */
    boolean told(Followed followed, TaskEvent event) throws IOException {
      ObjectNode update = TaskView.update(followed.task(), event);
      if (update == null) {
        return false;
      }
      boolean over = false;
      if (event.kind() == TaskEvent.Kind.STATUS) {
        TaskState state = TaskView.state(event.body());
        over = state.terminal() || (followed.untilRest() && state.rests());
      }
      write(update, over);
      return over;
    }

    /** A 0.3 client waits for an update that says it is the last. */
    void last(TaskRecord task, List<TaskEvent> events) throws IOException {
      List<TaskEvent> states =
          events.stream().filter(event -> event.kind() == TaskEvent.Kind.STATUS).toList();
      ObjectNode update = states.isEmpty() ? null : TaskView.update(task, states.getLast());
      if (update != null && version == Version.V0_3) {
        write(update, true);
      }
    }

    void write(ObjectNode response, boolean last) throws IOException {
      ObjectNode shown =
          switch (version) {
            case V1_0 -> response;
            case V0_3 -> Form03.responseTo(response, last);
          };
      out.write(("data: " + Json.text(wrap.apply(shown)) + "\n\n").getBytes(UTF_8));
      out.flush();
    }

    void comment() throws IOException {
      out.write(COMMENT);
      out.flush();
    }
  }
}
