/**
 * HTTP APIs that an OpenAPI document describes, as MCP servers: one tool for each operation.
 * Guarantee: a call goes where the document's author said and nowhere else, and what proves the
 * platform to the API is seen by nobody else.
 */
@NullMarked
package dev.cadre.openapi;

import org.jspecify.annotations.NullMarked;
