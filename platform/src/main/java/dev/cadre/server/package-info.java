/** The composition root: reads the configuration, makes everything, binds the routes. */
@NullMarked
package dev.cadre.server;

import org.jspecify.annotations.NullMarked;
