/**
 * Texts as vectors, so that search by meaning works on any machine and offline. Guarantee: the same
 * text gives the same vector on every run.
 */
@NullMarked
package dev.cadre.embedding;

import org.jspecify.annotations.NullMarked;
