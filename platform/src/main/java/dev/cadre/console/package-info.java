/**
 * What a person sees in a browser: pages and modules, and what they need beyond the features' own
 * routes. Guarantee: nothing from elsewhere runs in a page, and a page never shows what its viewer
 * may not ask for.
 */
@NullMarked
package dev.cadre.console;

import org.jspecify.annotations.NullMarked;
