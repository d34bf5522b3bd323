package dev.cadre.model;

/** What a provider of models speaks. */
public enum ProviderKind {
  /** Answers on this machine, without any credential, and is no language model. */
  OFFLINE("cadre.offline"),
  /** Amazon Bedrock's Converse. */
  BEDROCK("aws.bedrock"),
  /** Anthropic's Messages. */
  ANTHROPIC("anthropic"),
  /** OpenAI's Chat Completions, at OpenAI or at any server that speaks it. */
  OPENAI("openai"),
  OLLAMA("ollama");

  private final String conventionalName;

  ProviderKind(String conventionalName) {
    this.conventionalName = conventionalName;
  }

  /**
   * The value of {@code gen_ai.provider.name}.
   *
   * @see <a href="https://opentelemetry.io/docs/specs/semconv/gen-ai/">GenAI semantic
   *     conventions</a>
   */
  String conventionalName() {
    return conventionalName;
  }
}
