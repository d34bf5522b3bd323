package dev.cadre.offline;

import dev.cadre.embedding.Embedder;
import dev.cadre.json.Json;
import dev.cadre.model.Content;
import dev.cadre.model.Model;
import dev.cadre.model.ModelException;
import dev.cadre.model.ModelRequest;
import dev.cadre.model.Reply;
import dev.cadre.model.ReplySink;
import dev.cadre.model.ToolChoice;
import dev.cadre.model.ToolSpec;
import dev.cadre.offline.Decision.Act;
import dev.cadre.offline.Decision.Ask;
import dev.cadre.offline.Decision.Say;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * A model without a language model: it finds the tools that a request asks for, fills their
 * arguments from its words, asks for what is missing, and words the results. English only. The same
 * request gives the same reply, on the same day: {@code tomorrow} depends on the clock.
 *
 * <p>Results of tools are data to it. They may fill an argument of a field's name, and are worded
 * for the person; no text in them is read as a request. Thread-safe. docs/offline.md says what it
 * can do and how well.
 */
public final class OfflineModel implements Model {
  private static final int MAX_TOOLS = 256;
  private static final int MAX_REQUEST = 20_000;

  private final Embedder embedder;
  private final InstantSource clock;
  private final ZoneId zone;

  /**
   * @param zone of the people who say {@code today} and {@code at seven}
   */
  public OfflineModel(Embedder embedder, InstantSource clock, ZoneId zone) {
    this.embedder = embedder;
    this.clock = clock;
    this.zone = zone;
  }

  /**
   * As {@link Model#reply}; no network is used.
   *
   * @throws ModelException.TooLong when the last request is longer than 20,000 characters
   * @throws ModelException.Invalid when there are more than 256 tools, or the one that must be
   *     called is not among them
   */
  @Override
  public Reply reply(ModelRequest request, ReplySink sink) throws InterruptedException {
    Conversation conversation = Conversation.of(request.messages());
    String said = conversation.current().said();
    if (said.length() > MAX_REQUEST) {
      throw new ModelException.TooLong(
          "the request has "
              + said.length()
              + " characters; the offline model reads "
              + MAX_REQUEST);
    }
    Optional<RoutingForm> routing = routing(request, conversation);
    if (routing.isPresent()) {
      return shared(routing.get(), request, conversation, sink);
    }
    Filler filler = new Filler(LocalDate.ofInstant(clock.instant(), zone));
    List<Tool> tools =
        tools(request).stream()
            .map(Tool::of)
            .map(tool -> conversation.attachments().given(tool, said))
            .toList();
    boolean forced = forced(request.toolChoice()) && conversation.current().calls().isEmpty();
    Decision decision =
        new Dialogue(new Planner(embedder, filler), filler, tools, request, forced)
            .decide(conversation);
    return write(decision, request, conversation, filler, sink);
  }

  /** The form that must be filled, if that is what is asked for. */
  private static Optional<RoutingForm> routing(ModelRequest request, Conversation conversation) {
    List<ToolSpec> tools = tools(request);
    return forced(request.toolChoice())
            && conversation.current().calls().isEmpty()
            && tools.size() == 1
        ? RoutingForm.of(tools.getFirst())
        : Optional.empty();
  }

  private Reply shared(
      RoutingForm form, ModelRequest request, Conversation conversation, ReplySink sink) {
    RoutingForm.Filled filled = new Routing(embedder, form).decide(conversation);
    ReplyWriter writer = new ReplyWriter(request, sink);
    String id = "call_" + (conversation.calls().size() + 1);
    writer.call(new Content.ToolCall(id, form.spec().name(), form.json(filled)));
    return writer.reply();
  }

  private static boolean forced(ToolChoice choice) {
    return choice instanceof ToolChoice.Any || choice instanceof ToolChoice.One;
  }

  private static List<ToolSpec> tools(ModelRequest request) {
    List<ToolSpec> tools = request.tools();
    if (tools.size() > MAX_TOOLS) {
      throw new ModelException.Invalid(
          tools.size() + " tools are too many for the offline model; give it at most " + MAX_TOOLS);
    }
    return switch (request.toolChoice()) {
      case ToolChoice.None _ -> List.of();
      case ToolChoice.Auto _, ToolChoice.Any _ -> tools;
      case ToolChoice.One(String name) -> {
        List<ToolSpec> one = tools.stream().filter(tool -> tool.name().equals(name)).toList();
        if (one.isEmpty()) {
          throw new ModelException.Invalid(
              "toolChoice names '" + name + "', which is none of the request's tools");
        }
        yield one;
      }
    };
  }

  private static Reply write(
      Decision decision,
      ModelRequest request,
      Conversation conversation,
      Filler filler,
      ReplySink sink)
      throws InterruptedException {
    ReplyWriter writer = new ReplyWriter(request, sink);
    switch (decision) {
      case Act(List<Planner.Call> calls) -> {
        int number = conversation.calls().size();
        for (Planner.Call call : calls) {
          String id = "call_" + ++number;
          writer.call(new Content.ToolCall(id, call.tool().spec().name(), call.arguments().json()));
        }
      }
      case Ask(Planner.Call call, String before) ->
          writer.text(
              (before.isEmpty() ? "" : before + "\n\n")
                  + Talk.question(call.arguments().missing()));
      case Say(String text) -> writer.text(formed(text, request, conversation, filler));
    }
    return writer.reply();
  }

  /** In the form that the request wants its reply in. */
  private static String formed(
      String text, ModelRequest request, Conversation conversation, Filler filler) {
    Conversation.Turn now = conversation.current();
    return request.outputSchema() == null
        ? text
        : Json.text(
            new Structured(filler).fill(request.outputSchema(), now.said(), now.calls(), text));
  }
}
