/**
 * Servers of tools that come with the platform: each a list of tools that any MCP client can use,
 * served by the platform or alone. Guarantee: a server reaches only what its settings name, and its
 * limits hold whatever a caller sends.
 */
@NullMarked
package dev.cadre.toolkit;

import org.jspecify.annotations.NullMarked;
