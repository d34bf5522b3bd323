package dev.cadre.harness;

import dev.cadre.model.ToolSpec;
import java.util.List;
import java.util.stream.Collectors;

/** What a supervisor's model is told beside its instructions, and what is said in its place. */
final class SupervisorText {
  static final String DECIDE =
      """


      You lead the agents that the tool 'decide' lists. Read the conversation and call that tool once. Choose the agents \
      that the person's last message needs and no others; several work at the same time and do not hear each other. Give \
      each a task that stands alone: with every id, name and value it needs from the conversation. Answer yourself only \
      what needs no agent, such as a greeting. If you cannot tell what the person wants, ask one short question.\
      """;

  private static final int LISTED = 6;

  private SupervisorText() {}

  static String answer(int characters, List<String> missing) {
    return """


      The agents have answered. Write one answer for the person from what they found, in at most %d characters, in whole \
      sentences. Say only what they found. Do not speak of routing, tools, tasks or decisions.%s\
      """
        .formatted(
            characters,
            missing.isEmpty()
                ? ""
                : " These gave no answer: "
                    + String.join(", ", missing)
                    + ". Do not guess what they"
                    + " would have said.");
  }

  /** Asked where the model has no question of its own. */
  static String question(List<ToolSpec> agents) {
    return "I am not sure what you need. Is it about "
        + agents.stream()
            .limit(LISTED)
            .map(agent -> words(agent.name()))
            .collect(Collectors.joining(", "))
        + ", or something else?";
  }

  /** A tool's name as people read it. */
  static String words(String name) {
    return name.replace('_', ' ').replace('-', ' ');
  }
}
