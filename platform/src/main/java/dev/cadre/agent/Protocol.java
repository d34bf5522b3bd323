package dev.cadre.agent;

/** The protocol an agent serves, as {@code serverProtocol} spells it. */
public enum Protocol {
  HTTP,
  MCP,
  A2A,
  AGUI
}
