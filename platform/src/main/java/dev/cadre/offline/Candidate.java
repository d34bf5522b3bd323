package dev.cadre.offline;

import tools.jackson.databind.JsonNode;

/**
 * A mention that may fill a slot.
 *
 * @param mention where it stands
 * @param slot which of the tool's slots
 * @param value what the slot would get
 * @param score how well it fits; above 0
 * @param spread true when {@code value} is an array of which each call gets one
 */
record Candidate(Mention mention, int slot, JsonNode value, double score, boolean spread) {
  Candidate(Mention mention, int slot, JsonNode value, double score) {
    this(mention, slot, value, score, false);
  }
}
