package dev.cadre.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Answers as it is told, in order; when nothing is left, with {@code done}. */
final class StubModel implements Model {
  private final Deque<Model> answers = new ArrayDeque<>();
  final List<ModelRequest> asked = new ArrayList<>();

  StubModel then(Model answer) {
    answers.add(answer);
    return this;
  }

  StubModel fails(ModelException e) {
    return then(
        (_, _) -> {
          throw e;
        });
  }

  @Override
  public Reply reply(ModelRequest request, ReplySink sink) throws InterruptedException {
    asked.add(request);
    Model next = answers.poll();
    return next == null ? said(request, sink, "done") : next.reply(request, sink);
  }

  /** 1,000 tokens read, 100 written. */
  static Reply said(ModelRequest request, ReplySink sink, String text) {
    sink.accept(new ReplyEvent.TextDelta(0, text));
    return new Reply(
        List.of(new Content.Text(text)),
        StopReason.END_TURN,
        new Usage(1_000, 100),
        request.model());
  }
}
