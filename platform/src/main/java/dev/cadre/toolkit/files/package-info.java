/**
 * The files that tools read, and where they come from. Guarantee: what a file is, is seen from its
 * content; nothing outside the operator's folders and no address inside the operator's network is
 * read; nothing is unpacked beyond its limits.
 */
@NullMarked
package dev.cadre.toolkit.files;

import org.jspecify.annotations.NullMarked;
