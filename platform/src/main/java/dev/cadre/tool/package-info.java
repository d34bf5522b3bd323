/**
 * Tools that agents call. Guarantee: a tool sees only arguments that satisfy its schema, and what
 * it answers is within the limits of time and size.
 */
@NullMarked
package dev.cadre.tool;

import org.jspecify.annotations.NullMarked;
