package dev.cadre.harness;

import dev.cadre.model.ToolSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A supervisor's answer: what was found in at most so many characters, its sources, and what is
 * missing. What a model says while it routes is taken out.
 */
final class Merged {
  /** A model that writes so much more than it may is not read at all. */
  private static final double TOO_LONG = 1.1;

  /** Characters of a text that are looked at, for each that the answer may have. */
  private static final int READ_FOR_EACH = 4;

  private static final int READ_AT_LEAST = 4_000;

  private static final String NOTHING =
      "I could not find that out now. Please ask again in a moment.";

  private final List<String> agents;
  private final int limit;
  private final List<Pattern> routing;

  Merged(List<ToolSpec> agents, int limit) {
    this.agents = agents.stream().map(ToolSpec::name).toList();
    this.limit = limit;
    String names = this.agents.stream().map(Pattern::quote).collect(Collectors.joining("|"));
    this.routing = routing(names);
  }

  /**
   * What models are known to leak when they route: calls, tags, forms, and their own notes. Written
   * so that no text of an agent makes one search it again and again.
   */
  private static List<Pattern> routing(String names) {
    return List.of(
        Pattern.compile("(?s)<(tool_call|function_calls?|invoke|thinking)\\b.*?(?:</\\1>|$)"),
        Pattern.compile("(?s)```(?:json|tool_code)?\\s*+\\{.*?(?:```|$)"),
        Pattern.compile(
            "(?s)\\{\\s*+\"(?:agents?|task|confidence|tool)\"\\s*+:.{0,2000}?\\}(?:\\s*+[\\]}])*+"),
        Pattern.compile("(?m)\\b(?:Thought|Observation)\\s*+:.*$"),
        Pattern.compile(
            "(?im)^[ \\t]*+(?:action(?: input)?|tool|function|calling|rout(?:e|ing)|decision)\\s*+:"
                + ".*(?:route_to_|\\{|\\bdecide\\b|"
                + names
                + ").*$"),
        Pattern.compile(
            "(?i)(?:\\b(?:action(?:"
                + " input)?|tool|function|calling|rout(?:e|ing)|decision)\\s*+:\\s*+)?"
                + "\\b(?:route_to_\\w++|decide|"
                + names
                + ")\\([^)\\n]*\\)?"),
        Pattern.compile("(?i)\\broute_to_\\w*+"));
  }

  /** A text of the supervisor's own. */
  String plain(String text) {
    String clean = clean(text);
    return Cut.to(clean.isEmpty() ? NOTHING : clean, limit);
  }

  /** The findings without routing text; an agent that said nothing else gave no answer. */
  Findings heard(Findings findings) {
    Map<String, String> answers = new LinkedHashMap<>();
    List<String> missing = new ArrayList<>(findings.missing());
    findings
        .answers()
        .forEach(
            (agent, text) -> {
              String clean = clean(text);
              if (clean.isEmpty()) {
                missing.add(agent);
              } else {
                answers.put(agent, clean);
              }
            });
    return new Findings(answers, missing, findings.messages());
  }

  /**
   * @param findings as {@link #heard} gives them
   * @param written by the model from the findings; empty where there is nothing to merge, or no
   *     answer
   */
  String of(Findings findings, String written) {
    String notes = notes(findings);
    int room = limit - notes.length();
    if (findings.answers().isEmpty()) {
      return Cut.to(NOTHING, room) + notes;
    }
    String text = clean(written);
    boolean used = !text.isEmpty() && text.length() <= room * TOO_LONG;
    return (used ? Cut.to(text, room) : together(findings, room)) + notes;
  }

  /**
   * Who said it, which is nobody who asks back, and who did not, as short as the limit wants it.
   */
  private String notes(Findings findings) {
    String missing =
        findings.missing().isEmpty()
            ? ""
            : "\n\nMissing: " + named(findings.missing()) + " gave no answer.";
    List<String> told =
        findings.answers().entrySet().stream()
            .filter(answer -> !answer.getValue().strip().endsWith("?"))
            .map(Map.Entry::getKey)
            .toList();
    String sources = told.isEmpty() ? "" : "\n\nSources: " + named(told) + ".";
    String notes = missing + sources;
    if (notes.length() <= limit / 2) {
      return notes;
    }
    return missing.length() <= limit / 2 ? missing : "\n\nSome agents gave no answer.";
  }

  private static String named(List<String> names) {
    return names.stream().map(SupervisorText::words).collect(Collectors.joining(", "));
  }

  /** The agents' own words, none of which is left out for another's length. */
  private String together(Findings findings, int room) {
    List<String> texts = findings.answers().values().stream().distinct().toList();
    Map<String, Integer> shares = shares(texts, room - 2 * (texts.size() - 1));
    List<String> parts = new ArrayList<>();
    for (String text : texts) {
      parts.add(Cut.to(text, shares.getOrDefault(text, 0)));
    }
    return String.join("\n\n", parts);
  }

  /** Who needs less than a fair share leaves the rest to the others. */
  private static Map<String, Integer> shares(List<String> texts, int room) {
    Map<String, Integer> shares = new HashMap<>();
    int left = room;
    int open = texts.size();
    for (String text : texts.stream().sorted(Comparator.comparingInt(String::length)).toList()) {
      int share = Math.min(text.length(), left / open);
      shares.put(text, share);
      left -= share;
      open--;
    }
    return shares;
  }

  private String clean(String text) {
    // Of what is far longer than the answer only the beginning can be in it.
    String clean =
        text.substring(0, Math.min(text.length(), READ_FOR_EACH * limit + READ_AT_LEAST));
    for (Pattern pattern : routing) {
      clean = pattern.matcher(clean).replaceAll("");
    }
    for (String agent : agents) {
      // A name that is no plain word is the program's, not the person's.
      if (agent.indexOf('_') >= 0) {
        clean = clean.replace(agent, SupervisorText.words(agent).toLowerCase(Locale.ROOT));
      }
    }
    return clean.replaceAll("(?<![ \\t])[ \\t]++\\n", "\n").replaceAll("\n{3,}", "\n\n").strip();
  }
}
