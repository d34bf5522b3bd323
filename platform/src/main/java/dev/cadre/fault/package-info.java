/**
 * Why a request failed, named by who must act. Every failure that crosses a feature's door is a
 * {@link dev.cadre.fault.Fault}; each protocol maps it once.
 */
@NullMarked
package dev.cadre.fault;

import org.jspecify.annotations.NullMarked;
