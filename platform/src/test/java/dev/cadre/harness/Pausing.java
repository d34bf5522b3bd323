package dev.cadre.harness;

import dev.cadre.model.Caller;
import dev.cadre.model.ModelRequest;
import dev.cadre.model.Models;
import dev.cadre.model.Reply;
import dev.cadre.model.ReplySink;
import dev.cadre.model.Usage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

/** Says one delta, waits until it was shown, has the turn cancelled, and then only waits. */
record Pausing(ScriptedModel model, AtomicReference<Harness> harness) implements Models {
  @Override
  public Reply reply(Caller caller, ModelRequest request, ReplySink sink)
      throws InterruptedException {
    Reply reply =
        model.reply(
            caller,
            request,
            event -> {
              sink.accept(event);
              TestWait.until(() -> !harness.get().shown(TurnEvent.Text.class).isEmpty());
              harness.get().feature.turns().cancel(Harness.CONVERSATION);
              await();
            });
    return reply;
  }

  private static void await() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new java.util.concurrent.CancellationException();
    }
  }

  @Override
  public int contextTokens(String name) {
    return model.contextTokens(name);
  }

  @Override
  public int estimateTokens(ModelRequest request) {
    return model.estimateTokens(request);
  }

  @Override
  public java.math.BigDecimal cost(String asked, String answered, Usage usage) {
    return model.cost(asked, answered, usage);
  }
}
