package dev.cadre.a2a;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cadre.a2a.Messages.Sent;
import dev.cadre.http.Exchange;
import dev.cadre.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Streams of a task's updates: the task as it stands, and then what happens, read from the database
 * in its order. Any number of clients may watch a task, and their going ends nothing.
 */
final class Streams {
  private static final byte[] COMMENT = ": \n\n".getBytes(UTF_8);
  private static final int BATCH = 500;

  private final Messages messages;
  private final Tasks tasks;
  private final TaskStore store;
  private final Feeds feeds;
  private final InstantSource clock;
  private final A2aConfig config;

  /** How a binding writes an update. */
  @FunctionalInterface
  interface Form {
    /**
     * @param response a {@code StreamResponse} in 1.0's form
     * @param last whether the stream ends with it
     */
    ObjectNode shown(ObjectNode response, boolean last);
  }

  /**
   * What is streamed.
   *
   * @param untilRest true when the stream ends with a question to the client, too
   */
  private record Followed(TaskRecord task, boolean untilRest) {}

  Streams(
      Messages messages,
      Tasks tasks,
      TaskStore store,
      Feeds feeds,
      InstantSource clock,
      A2aConfig config) {
    this.messages = messages;
    this.tasks = tasks;
    this.store = store;
    this.feeds = feeds;
    this.clock = clock;
    this.config = config;
  }

  /**
   * Begins or subscribes, and streams until the task rests. An answer without a task is the
   * stream's only event.
   *
   * @param params in 1.0's form
   */
  void answer(Exchange exchange, Asked asked, Method method, ObjectNode params, Form form)
      throws IOException, InterruptedException {
    if (method == Method.SUBSCRIBE) {
      follow(exchange, asked, new Followed(subscribed(asked, params), false), params, form);
      return;
    }
    JsonNode configuration = params.path("configuration");
    Tasks.history(configuration);
    switch (messages.send(asked, params)) {
      case Sent.Answered(ObjectNode message) -> said(exchange, asked, message, form);
      case Sent.Begun(TaskRecord task) ->
          follow(exchange, asked, new Followed(task, true), configuration, form);
    }
  }

  private static void said(Exchange exchange, Asked asked, ObjectNode message, Form form)
      throws IOException {
    exchange.responseHeader("Cache-Control", "no-cache");
    try (OutputStream out = exchange.stream(200, "text/event-stream")) {
      new Line(out, asked.version(), form).write(TaskView.wrapped("message", message), true);
    }
  }

  /**
   * @param view how much of the task is shown first
   */
  private void follow(Exchange exchange, Asked asked, Followed followed, JsonNode view, Form form)
      throws IOException, InterruptedException {
    TaskId id = followed.task().id();
    try (Feeds.Watch watch = feeds.watch(id)) {
      TaskRecord task = tasks.require(asked, id);
      exchange.responseHeader("Cache-Control", "no-cache");
      try (OutputStream out = exchange.stream(200, "text/event-stream")) {
        Line line = new Line(out, asked.version(), form);
        List<TaskEvent> known = store.events(id, 0, Integer.MAX_VALUE);
        line.write(
            TaskView.wrapped("task", TaskView.task(task, known, Tasks.history(view), true)), false);
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

  private TaskRecord subscribed(Asked asked, ObjectNode params) {
    TaskRecord task = tasks.require(asked, params, "id");
    if (task.state().terminal()) {
      throw new A2aException(
          A2aError.UNSUPPORTED_OPERATION,
          "task " + task.id() + " is over; ask for it with GetTask",
          Map.of("taskId", task.id().toString()));
    }
    return task;
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
  private record Line(OutputStream out, Version version, Form form) {

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
      out.write(("data: " + Json.text(form.shown(response, last)) + "\n\n").getBytes(UTF_8));
      out.flush();
    }

    void comment() throws IOException {
      out.write(COMMENT);
      out.flush();
    }
  }
}
