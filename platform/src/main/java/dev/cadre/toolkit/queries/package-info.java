/**
 * Queries that an author wrote, as tools. Guarantee: a model chooses values of parameters and
 * nothing else; whose data are asked for is the platform's to say; a query changes something only
 * where both its file and the server's settings allow it.
 */
@NullMarked
package dev.cadre.toolkit.queries;

import org.jspecify.annotations.NullMarked;
