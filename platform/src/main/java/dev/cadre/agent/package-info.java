/**
 * Agent runtimes: their immutable versions, endpoints, tags and artifacts. Guarantee: a version
 * never changes once made.
 */
@NullMarked
package dev.cadre.agent;

import org.jspecify.annotations.NullMarked;
