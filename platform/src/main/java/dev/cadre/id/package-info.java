/**
 * Typed identifiers and ARNs. An id that exists is valid: its constructor refuses what the API
 * refuses.
 */
@NullMarked
package dev.cadre.id;

import org.jspecify.annotations.NullMarked;
