package dev.cadre.inference;

import dev.cadre.embedding.Embedder;
import dev.cadre.http.Routes;
import dev.cadre.model.Models;
import java.time.InstantSource;

/** The interfaces of Bedrock Runtime and OpenAI as the rest of the platform sees them. */
public final class InferenceFeature {
  private final BedrockRoutes bedrock;
  private final OpenAiRoutes openAi;

  /**
   * @param list what {@code GET /v1/models} shows
   */
  public InferenceFeature(Models models, ModelList list, Embedder embedder, InstantSource clock) {
    Calls calls = new Calls(models);
    ToolSpecs toolSpecs = new ToolSpecs();
    bedrock = new BedrockRoutes(calls, toolSpecs);
    openAi = new OpenAiRoutes(calls, toolSpecs, list, new Embeddings(embedder), clock);
  }

  public void bind(Routes routes) {
    bedrock.bind(routes);
    openAi.bind(routes);
  }
}
