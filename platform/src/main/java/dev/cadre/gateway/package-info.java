/**
 * Gateways: the tools of many targets behind one MCP endpoint. Guarantee: a target that is down,
 * slow or wrong is said to be so and takes no other with it.
 */
@NullMarked
package dev.cadre.gateway;

import org.jspecify.annotations.NullMarked;
