/**
 * Who calls: SigV4, JWT and the access keys the platform issues. Guarantee: with authentication
 * required, no handler runs for an unproven caller.
 */
@NullMarked
package dev.cadre.identity;

import org.jspecify.annotations.NullMarked;
