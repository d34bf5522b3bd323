package dev.cadre.toolkit.images;

import dev.cadre.model.Caller;
import dev.cadre.model.Content;

/** A model that may see. Thread-safe; calls block. */
@FunctionalInterface
public interface Eyes {

  /** For a place without models. */
  Eyes NONE = (caller, question, image) -> new Sight.Blind("no model is connected here");

  /**
   * Looks at a picture.
   *
   * @param caller whom the model's cost is charged to
   * @param question what to tell of it
   */
  Sight look(Caller caller, String question, Content.Image image) throws InterruptedException;

  /** What came of it. */
  sealed interface Sight {
    /** In the model's words. */
    record Seen(String model, String text) implements Sight {}

    /**
     * @param why for the agent, after "the picture was not looked at: "
     */
    record Blind(String why) implements Sight {}
  }
}
