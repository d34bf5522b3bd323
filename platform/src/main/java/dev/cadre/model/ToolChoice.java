package dev.cadre.model;

/** Whether the model may, must or may not call tools. */
public sealed interface ToolChoice {
  ToolChoice AUTO = new Auto();

  /** The model decides. */
  record Auto() implements ToolChoice {}

  /** It must call some tool. */
  record Any() implements ToolChoice {}

  /** It must call this one. */
  record One(String name) implements ToolChoice {}

  /** It must not call any. */
  record None() implements ToolChoice {}
}
