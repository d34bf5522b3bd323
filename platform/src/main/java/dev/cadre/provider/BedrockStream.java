package dev.cadre.provider;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import software.amazon.awssdk.core.async.SdkPublisher;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamOutput;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamResponse;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamResponseHandler;

/**
 * Hands the events of a stream from the SDK's threads to the caller's. Each event is asked for when
 * the one before has been taken, so that a slow reader slows the network and nothing piles up.
 */
final class BedrockStream implements ConverseStreamResponseHandler {
  private final BlockingQueue<Part> parts = new LinkedBlockingQueue<>();
  private volatile @Nullable Subscription subscription;

  /** What comes over. */
  sealed interface Part {
    record Event(ConverseStreamOutput event) implements Part {}

    record End() implements Part {}

    record Failed(Throwable cause) implements Part {}
  }

  /** Waits for the next part; nothing comes after an end or a failure. */
  Part next() throws InterruptedException {
    Part part = parts.take();
    Subscription asked = subscription;
    if (part instanceof Part.Event && asked != null) {
      asked.request(1);
    }
    return part;
  }

  void cancel() {
    Subscription running = subscription;
    if (running != null) {
      running.cancel();
    }
  }

  @Override
  public void responseReceived(ConverseStreamResponse response) {}

  @Override
  public void onEventStream(SdkPublisher<ConverseStreamOutput> publisher) {
    publisher.subscribe(new Taker());
  }

  @Override
  public void exceptionOccurred(Throwable cause) {
    parts.add(new Part.Failed(cause));
  }

  @Override
  public void complete() {
    parts.add(new Part.End());
  }

  private final class Taker implements Subscriber<ConverseStreamOutput> {
    @Override
    public void onSubscribe(Subscription begun) {
      subscription = begun;
      begun.request(1);
    }

    @Override
    public void onNext(ConverseStreamOutput event) {
      parts.add(new Part.Event(event));
    }

    @Override
    public void onError(Throwable cause) {
      parts.add(new Part.Failed(cause));
    }

    @Override
    public void onComplete() {
      parts.add(new Part.End());
    }
  }
}
