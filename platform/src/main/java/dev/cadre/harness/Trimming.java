package dev.cadre.harness;

import dev.cadre.harness.AgentDefinition.History;
import dev.cadre.harness.Mailbox.Stopped;
import dev.cadre.harness.Transcript.Trimmed;
import dev.cadre.model.Message;
import dev.cadre.model.ModelRequest;
import dev.cadre.model.Models;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Keeps a conversation within its model's context by leaving out the oldest. It leaves out more
 * than it must, so that the beginning of what the model reads stays the same for some turns, as
 * prompt caches want it.
 */
final class Trimming {
  private static final int MAX_REPLY = 4_096;

  private final Models models;
  private final Work work;
  private final Transcript transcript;
  private final Recorder recorder;
  private final Summaries summaries;

  Trimming(
      Models models, Work work, Transcript transcript, Recorder recorder, Summaries summaries) {
    this.models = models;
    this.work = work;
    this.transcript = transcript;
    this.recorder = recorder;
    this.summaries = summaries;
  }

  /** Trims when {@code request} would not leave room for a reply. */
  void fit(Supplier<ModelRequest> request) throws InterruptedException, Stopped {
    int room = room();
    if (models.estimateTokens(request.get()) > room) {
      trim(request, room - room / 4);
    }
  }

  /** Trims to half of what there is; false when nothing may go. */
  boolean shrink(Supplier<ModelRequest> request) throws InterruptedException, Stopped {
    return trim(request, models.estimateTokens(request.get()) / 2);
  }

  private int room() {
    int context = models.contextTokens(work.agent().model());
    Integer asked = work.agent().sampling().maxTokens();
    int reply = asked == null ? Math.min(MAX_REPLY, context / 4) : Math.min(asked, context / 2);
    return context - reply;
  }

  private boolean trim(Supplier<ModelRequest> request, int target) throws InterruptedException, Stopped {
    List<Message> gone = new ArrayList<>();
    Trimmed last = null;
    while (models.estimateTokens(request.get()) > target) {
      Trimmed trimmed = transcript.trimOldest();
      if (trimmed == null) {
        break;
      }
      last = trimmed;
      gone.addAll(trimmed.messages());
    }
    if (last == null) {
      return false;
    }
    keep(gone, last.keptFrom());
    return true;
  }

  private void keep(List<Message> gone, long keptFrom) throws InterruptedException, Stopped {
    String summary = work.agent().history() == History.SUMMARY ? summaries.of(transcript.summary(), gone) : null;
    if (summary != null) {
      transcript.summarise(summary);
    }
    recorder.trimmed(
        new TurnEvent.ContextTrimmed(gone.size(), summary != null),
        new Entry.Trim(work.conversation(), keptFrom, transcript.summary()));
  }
}
