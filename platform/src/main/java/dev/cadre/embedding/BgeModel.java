package dev.cadre.embedding;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.langchain4j.model.embedding.onnx.AbstractInProcessEmbeddingModel;
import dev.langchain4j.model.embedding.onnx.OnnxBertBiEncoder;
import dev.langchain4j.model.embedding.onnx.PoolingMode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * The library's model on the calling thread alone. By itself the runtime shares a text among as
 * many threads as there are cores, and those spin while they wait: for a sentence that is slower
 * than one thread, several times on a machine that has other work, and it takes the cores from that
 * work.
 */
final class BgeModel extends AbstractInProcessEmbeddingModel {
  private static final String WEIGHTS = "/bge-small-en-v1.5-q.onnx";
  private static final String WORDS = "/bge-small-en-v1.5-q-tokenizer.json";

  private final OnnxBertBiEncoder encoder;

  private BgeModel(OnnxBertBiEncoder encoder) {
    super(Runnable::run);
    this.encoder = encoder;
  }

  static BgeModel load() {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        InputStream weights = resource(WEIGHTS);
        InputStream words = resource(WORDS)) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      OrtSession session = environment.createSession(weights.readAllBytes(), options);
      return new BgeModel(new OnnxBertBiEncoder(environment, session, words, PoolingMode.CLS));
    } catch (IOException e) {
      throw new UncheckedIOException("the embedding model could not be read", e);
    } catch (OrtException e) {
      throw new IllegalStateException("the embedding model could not be loaded", e);
    }
  }

  private static InputStream resource(String name) throws IOException {
    InputStream found = BgeModel.class.getResourceAsStream(name);
    if (found == null) {
      throw new IOException(name + " is missing from the class path");
    }
    return found;
  }

  @Override
  protected OnnxBertBiEncoder model() {
    return encoder;
  }
}
