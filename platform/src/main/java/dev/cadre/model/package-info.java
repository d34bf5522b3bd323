/**
 * Language models: the port every provider implements, and the calls made through it. Guarantee: a
 * call ends in one {@link dev.cadre.model.Reply} or one {@link dev.cadre.model.ModelException}, and
 * what a provider charges for is metered either way.
 */
@NullMarked
package dev.cadre.model;

import org.jspecify.annotations.NullMarked;
