package dev.cadre.harness;

import dev.cadre.model.Content;
import java.util.List;

/** The one thing a person can say that is no request to the model: that it be forgotten. */
final class Reset {
  private static final String WORD = "/reset";

  static final String ANSWER = "Forgotten. We begin anew.";

  private Reset() {}

  static boolean is(TurnInput input) {
    return input instanceof TurnInput.Said(List<Content> content, _)
        && Content.text(content).strip().equals(WORD);
  }
}
