/**
 * Text, outline and tables of documents, with the page or section that each stands on. Guarantee: a
 * file made to explode is refused, and what is answered is bounded and says where it goes on.
 */
@NullMarked
package dev.cadre.toolkit.documents;

import org.jspecify.annotations.NullMarked;
