package dev.cadre.model;

/** Why a reply ended, in the words of Bedrock's Converse. */
public enum StopReason {
  END_TURN,
  TOOL_USE,
  MAX_TOKENS,
  STOP_SEQUENCE,
  CONTENT_FILTERED
}
