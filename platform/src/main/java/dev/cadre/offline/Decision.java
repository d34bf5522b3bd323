package dev.cadre.offline;

import java.util.List;

/** What the planner does next. */
sealed interface Decision {

  /** Calls tools, all at once. */
  record Act(List<Planner.Call> calls) implements Decision {
    public Act {
      calls = List.copyOf(calls);
    }
  }

  /**
   * Asks the person for what a call lacks.
   *
   * @param before what was found out already; empty for nothing
   */
  record Ask(Planner.Call call, String before) implements Decision {}

  /** Answers. */
  record Say(String text) implements Decision {}
}
