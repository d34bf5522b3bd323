/** Kills workers and whole platforms, and looks at what is left. */
@NullMarked
package dev.cadre.server.fault;

import org.jspecify.annotations.NullMarked;
