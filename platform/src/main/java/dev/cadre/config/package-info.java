/**
 * Strict configuration: one record per feature, unknown keys refused, every error reported at once.
 */
@NullMarked
package dev.cadre.config;

import org.jspecify.annotations.NullMarked;
