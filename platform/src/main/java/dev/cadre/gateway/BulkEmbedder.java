package dev.cadre.gateway;

import dev.cadre.embedding.Embedder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Makes vectors of thousands of texts on one thread of the operating system's: on virtual threads
 * so much computing would keep every request of the platform waiting.
 */
final class BulkEmbedder implements AutoCloseable {
  private static final int BATCH = 16;

  private final Embedder embedder;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("gateway-vectors").factory());

  BulkEmbedder(Embedder embedder) {
    this.embedder = embedder;
  }

  /** One vector for each text; texts of several callers take turns. */
  List<float[]> embed(List<String> texts) throws InterruptedException {
    List<float[]> vectors = new ArrayList<>(texts.size());
    for (int from = 0; from < texts.size(); from += BATCH) {
      List<String> batch = texts.subList(from, Math.min(texts.size(), from + BATCH));
      try {
        vectors.addAll(thread.submit(() -> embedder.embed(batch)).get());
      } catch (ExecutionException e) {
        throw new IllegalStateException("texts could not be embedded", e);
      }
    }
    return vectors;
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
