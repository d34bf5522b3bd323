package dev.cadre.provider;

import dev.cadre.model.Model;
import dev.cadre.model.ModelException;
import dev.cadre.model.ModelRequest;
import dev.cadre.model.ProviderConfig;
import dev.cadre.model.Reply;
import dev.cadre.model.ReplySink;
import dev.cadre.model.Usage;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.TokenUsage;
import java.net.http.HttpClient;
import org.jspecify.annotations.Nullable;

/** Models reached by HTTP through LangChain4j; what differs between them is the {@link Wire}. */
final class HttpModel implements Model {
  private final HttpClient http;
  private final Wire wire;
  private final Failures failures;

  /** One provider's way of speaking. */
  interface Wire {
    Conversation.Reads reads();

    /** True when the request has no member for the schema of the reply, which is then asked for. */
    boolean asksForSchema();

    Dialect dialect(ModelRequest request);

    /** Cheap: it holds no connection of its own. */
    StreamingChatModel model(HttpClientBuilder client, String model);

    Usage usage(TokenUsage counted);
  }

  HttpModel(HttpClient http, ProviderConfig config, Wire wire) {
    this.http = http;
    this.wire = wire;
    this.failures = new Failures(config.name());
  }

  @Override
  public Reply reply(ModelRequest request, ReplySink sink) throws InterruptedException {
    Dialect dialect = wire.dialect(request);
    WireClient client = new WireClient(http, dialect, failures);
    ReplyAssembly assembly = new ReplyAssembly(sink);
    StreamedReply reply = new StreamedReply(assembly, client::fail);
    try {
      wire.model(client.builder(), request.model())
          .chat(Conversation.of(request, system(request), wire.reads()), reply);
      client.verify();
      return whole(request, dialect, assembly, reply.response());
    } catch (ModelException e) {
      throw assembly.shown() ? failures.afterParts(e) : e;
    }
  }

  private Reply whole(
      ModelRequest request,
      Dialect dialect,
      ReplyAssembly assembly,
      @Nullable ChatResponse response) {
    if (response == null) {
      throw failures.endedEarly();
    }
    TokenUsage counted = response.tokenUsage();
    String model = response.modelName();
    return assembly.finish(
        dialect.stop(),
        counted == null ? Usage.NONE : wire.usage(counted),
        model == null || model.isEmpty() ? request.model() : model);
  }

  private String system(ModelRequest request) {
    return wire.asksForSchema() ? SchemaAsked.in(request) : request.system();
  }

  static long count(@Nullable Integer tokens) {
    return tokens == null ? 0 : tokens;
  }

  /** The key of {@code config}, or {@code otherwise}. */
  static String key(ProviderConfig config, String otherwise) {
    return config.credentials() instanceof ProviderConfig.Credentials.ApiKey(var key)
        ? key.value()
        : otherwise;
  }
}
