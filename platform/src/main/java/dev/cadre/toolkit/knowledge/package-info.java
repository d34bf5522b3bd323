/**
 * Questions to a folder of texts that its operator wrote. Guarantee: every passage says which file
 * and which heading it is from; a change of a file is in force with the next question that comes
 * some seconds later; what a tool's settings leave out, no question reaches.
 */
@NullMarked
package dev.cadre.toolkit.knowledge;

import org.jspecify.annotations.NullMarked;
