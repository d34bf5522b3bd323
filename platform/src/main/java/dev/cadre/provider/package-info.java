/**
 * Models at providers: Amazon Bedrock, Anthropic, OpenAI-compatible servers and Ollama, through
 * LangChain4j. Guarantee: whatever a provider or its library throws leaves here as a {@link
 * dev.cadre.model.ModelException}.
 */
@NullMarked
package dev.cadre.provider;

import org.jspecify.annotations.NullMarked;
