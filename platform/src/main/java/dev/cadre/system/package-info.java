/**
 * Systems: folders that say which agents, tools and data belong together, and are deployed as one.
 * Guarantee: what a system's files say is what runs, and a system whose files are wrong changes
 * nothing and stops nobody else.
 */
@NullMarked
package dev.cadre.system;

import org.jspecify.annotations.NullMarked;
