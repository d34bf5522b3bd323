package dev.cadre.model;

import tools.jackson.databind.node.ObjectNode;

/**
 * A tool as a model sees it.
 *
 * @param name 1 to 64 of letters, digits, {@code _} and {@code -}
 * @param description what it does and when to use it, for the model
 * @param inputSchema JSON Schema (2020-12) of an object; not to be changed
 */
public record ToolSpec(String name, String description, ObjectNode inputSchema) {}
