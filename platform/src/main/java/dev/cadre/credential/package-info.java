/**
 * What this platform and its agents prove themselves with elsewhere. Guarantee: a secret leaves it
 * only to the server it is for.
 */
@NullMarked
package dev.cadre.credential;

import org.jspecify.annotations.NullMarked;
