package dev.cadre.offline;

import dev.cadre.model.ModelRequest;
import dev.cadre.model.ToolSpec;
import dev.cadre.offline.Conversation.Exchange;
import dev.cadre.offline.Conversation.Turn;
import dev.cadre.offline.Decision.Act;
import dev.cadre.offline.Decision.Ask;
import dev.cadre.offline.Decision.Say;
import dev.cadre.offline.Planner.Call;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Follows a conversation: what is new in it, what answers a question of the planner's own, what
 * corrects or continues an earlier request. Nothing is remembered between calls: the conversation
 * says all, and the same conversation leads to the same decision.
 */
final class Dialogue {
  /** Questions in a row that are followed back. */
  private static final int DEEPEST = 4;

  private static final int SHORT = 8;
  private static final int LONGER = 14;

  private static final Pattern CONTINUES =
      Pattern.compile(
          "(?i)^\\s*(?:no\\b|nope\\b|actually\\b|sorry\\b|wait\\b|i meant\\b|i"
              + " mean\\b|rather\\b|instead\\b|make (?:it|that)\\b|change (?:it|that)\\b|and"
              + " (?:in|on|for|at|to|from|with|the|what about|how about)\\b|what about\\b|how"
              + " about\\b|same\\b|(?:also )?(?:for|in) )");

  private static final Pattern JOINS = Pattern.compile("(?i)^\\s*(?:and|also)\\b");

  private final Planner planner;
  private final Filler filler;
  private final List<Tool> tools;
  private final List<ToolSpec> specs;
  private final String instructions;
  private final boolean forced;

  /**
   * @param forced whether some tool must be called
   */
  Dialogue(Planner planner, Filler filler, List<Tool> tools, ModelRequest request, boolean forced) {
    this.planner = planner;
    this.filler = filler;
    this.tools = tools;
    this.specs = tools.stream().map(Tool::spec).toList();
    this.instructions = request.system();
    this.forced = forced;
  }

  Decision decide(Conversation conversation) {
    return decide(conversation, DEEPEST);
  }

  private Decision decide(Conversation conversation, int depth) {
    Turn now = conversation.current();
    Optional<String> talk = forced ? Optional.empty() : Talk.answer(now.said(), specs);
    if (talk.isPresent() && now.calls().isEmpty()) {
      return new Say(talk.get());
    }
    List<Call> wanted = wanted(conversation, depth);
    Optional<String> told =
        forced || !now.calls().isEmpty() || points(wanted, conversation)
            ? Optional.empty()
            : told(conversation);
    if (told.isPresent()) {
      return new Say(told.get());
    }
    List<Call> ready = new ArrayList<>();
    for (Call call : wanted) {
      if ((call.arguments().missing().isEmpty() || forced) && !done(call, wanted, now.calls())) {
        ready.add(call);
      }
    }
    if (!ready.isEmpty()) {
      return new Act(ready);
    }
    String found =
        now.calls().isEmpty() ? "" : new Wording(now.said(), tools, instructions).of(now.calls());
    for (Call call : wanted) {
      if (!call.arguments().missing().isEmpty() && !failed(now.calls())) {
        return new Ask(call, found);
      }
    }
    return new Say(found.isEmpty() ? answer(conversation) : found);
  }

  /**
   * A tool is called as often as the request wants it, whatever its results put into the next plan.
   */
  private static boolean done(Call call, List<Call> wanted, List<Exchange> calls) {
    String name = call.tool().spec().name();
    long made = calls.stream().filter(e -> e.call().name().equals(name)).count();
    boolean same =
        calls.stream()
            .anyMatch(
                e ->
                    e.call().name().equals(name)
                        && e.call().arguments().equals(call.arguments().json()));
    return same || made >= wanted.stream().filter(c -> c.tool().equals(call.tool())).count();
  }

  private static boolean failed(List<Exchange> calls) {
    return !calls.isEmpty() && calls.stream().allMatch(Exchange::failed);
  }

  private List<Call> wanted(Conversation conversation, int depth) {
    Turn now = conversation.current();
    Facts facts = new Facts(conversation.calls(), instructions, filler);
    if (tools.isEmpty() || now.said().isBlank()) {
      return List.of();
    }
    Ask asked = asked(conversation, depth);
    List<Call> planned = planner.plan(tools, now.said(), conversation.now().nouns(), forced);
    if (asked != null && !another(planned, asked)) {
      return List.of(completed(asked.call(), now.said(), facts));
    }
    Exchange last = conversation.lastCall();
    boolean follows = CONTINUES.matcher(now.said()).find();
    if (last != null && (follows || planned.isEmpty())) {
      Optional<Call> continued = continued(last, now.said(), follows);
      if (continued.isPresent()) {
        return List.of(continued.get());
      }
    }
    Text text = Text.of(now.said());
    return planned.stream().map(call -> supplied(call, facts, text)).toList();
  }

  /** The question that the turn before ended with; null when it ended with none. */
  private @Nullable Ask asked(Conversation conversation, int depth) {
    Turn previous = conversation.previous();
    if (previous == null || depth == 0 || previous.answer().indexOf('?') < 0) {
      return null;
    }
    Conversation before =
        new Conversation(
            conversation.turns().subList(0, conversation.turns().size() - 1),
            conversation.attachments(),
            Attachments.NONE);
    return decide(before, depth - 1) instanceof Ask ask ? ask : null;
  }

  /** A whole request for something else is no answer to the question. */
  private static boolean another(List<Call> planned, Ask asked) {
    return !planned.isEmpty()
        && !planned.getFirst().tool().equals(asked.call().tool())
        && planned.getFirst().arguments().missing().isEmpty();
  }

  private Call completed(Call call, String answer, Facts facts) {
    Map<Integer, JsonNode> filled = new HashMap<>(call.filled());
    List<Slot> slots = call.tool().slots();
    List<Slot> missing = call.arguments().missing();
    filler
        .answer(missing.getFirst(), answer)
        .ifPresent(value -> filled.put(slots.indexOf(missing.getFirst()), value));
    if (missing.size() > 1) {
      filler
          .fill(call.tool(), Text.of(answer), false)
          .calls()
          .getFirst()
          .forEach(filled::putIfAbsent);
    }
    return supplied(Call.of(call.tool(), filled), facts, Text.of(answer));
  }

  /**
   * From the last result, when another field of it is asked for: {@code And how much was it?} It is
   * not fetched again, for nobody can tell here whether the tool changes something.
   */
  private Optional<String> told(Conversation conversation) {
    Exchange last = conversation.lastCall();
    String said = conversation.current().said();
    Text text = Text.of(said);
    boolean points = Facts.refers(text) || Facts.place(text) != 0 || JOINS.matcher(said).find();
    if (last == null || !points || text.size() > LONGER || names(text)) {
      return Optional.empty();
    }
    boolean asked =
        Records.in(last.result()).stream()
            .limit(1)
            .anyMatch(record -> !new Wanted(said).of(record).isEmpty());
    return asked
        ? Optional.of(new Wording(said, tools, instructions).of(List.of(last)))
        : Optional.empty();
  }

  /** True of a call that looks up, by a value it was told, what the last result told of. */
  private static boolean points(List<Call> wanted, Conversation conversation) {
    Exchange last = conversation.lastCall();
    String said = conversation.current().said();
    return last != null
        && wanted.stream()
            .filter(call -> !call.tool().spec().name().equals(last.call().name()))
            .filter(call -> call.arguments().missing().isEmpty())
            .flatMap(call -> call.arguments().json().valueStream())
            .anyMatch(
                value ->
                    value.isString()
                        && !said.contains(value.asString())
                        && Records.in(last.result()).stream()
                            .anyMatch(record -> record.containsValue(value)));
  }

  /** True of a text that speaks of something by a name or an id of its own. */
  private static boolean names(Text text) {
    return !Names.in(text).isEmpty()
        || Patterns.in(text).stream().anyMatch(mention -> mention.is(Value.Kind.IDENTIFIER));
  }

  private static Map<Integer, JsonNode> before(Tool tool, Exchange last) {
    Map<Integer, JsonNode> filled = new HashMap<>();
    for (int i = 0; i < tool.slots().size(); i++) {
      JsonNode before = at(last.call().arguments(), tool.slots().get(i));
      if (before != null) {
        filled.put(i, before);
      }
    }
    return filled;
  }

  /** The last call again, with what the person now says in place of what was said. */
  private Optional<Call> continued(Exchange last, String said, boolean follows) {
    Tool tool =
        tools.stream()
            .filter(t -> t.spec().name().equals(last.call().name()))
            .findFirst()
            .orElse(null);
    Text text =
        Text.of(CONTINUES.matcher(said).replaceFirst(m -> m.group().replaceAll("\\w", " ")));
    if (tool == null || (!follows && text.size() > SHORT)) {
      return Optional.empty();
    }
    Map<Integer, JsonNode> filled = before(tool, last);
    Map<Integer, JsonNode> now = filler.fill(tool, Text.of(said), false).calls().getFirst();
    if (now.isEmpty()
        || now.entrySet().stream().allMatch(e -> e.getValue().equals(filled.get(e.getKey())))) {
      return Optional.empty();
    }
    filled.putAll(now);
    return Optional.of(Call.of(tool, filled));
  }

  private static @Nullable JsonNode at(JsonNode arguments, Slot slot) {
    JsonNode node = arguments;
    for (String key : slot.path()) {
      node = node.path(key);
    }
    return node.isMissingNode() ? null : node;
  }

  /** Takes from the conversation what the request itself does not say. */
  private static Call supplied(Call call, Facts facts, Text request) {
    if (call.arguments().missing().isEmpty()) {
      return call;
    }
    Map<Integer, JsonNode> filled = new HashMap<>(call.filled());
    for (Slot slot : call.arguments().missing()) {
      facts
          .value(slot, request)
          .ifPresent(value -> filled.put(call.tool().slots().indexOf(slot), value));
    }
    return Call.of(call.tool(), filled);
  }

  /** Without a tool: from what was said and from the instructions. */
  private String answer(Conversation conversation) {
    String said = conversation.current().said();
    List<String> statements = new ArrayList<>();
    List<String> known = new ArrayList<>(List.of(instructions));
    for (Turn turn : conversation.turns().subList(0, conversation.turns().size() - 1).reversed()) {
      statements.add(turn.said());
      known.add(turn.answer());
    }
    return Extract.answer(said, statements)
        .map(found -> "You said: " + found)
        .or(() -> Extract.answer(said, known))
        .orElseGet(() -> Talk.stated(said) ? Talk.NOTED : Talk.unable(specs));
  }
}
