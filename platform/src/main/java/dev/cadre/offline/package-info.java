/**
 * The offline model: a deterministic planner that answers without any language model. Guarantee:
 * the same request gives the same reply, and it never passes for a language model.
 */
@NullMarked
package dev.cadre.offline;

import org.jspecify.annotations.NullMarked;
