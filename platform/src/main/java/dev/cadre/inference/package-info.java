/**
 * The interfaces of Bedrock Runtime and OpenAI at this platform's own address. Guarantee: every
 * call is made as someone, metered and charged to that one's budget.
 */
@NullMarked
package dev.cadre.inference;

import org.jspecify.annotations.NullMarked;
