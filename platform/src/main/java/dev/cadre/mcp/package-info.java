/**
 * The Model Context Protocol, both ways: servers made of this platform's tools, and the servers of
 * others as tools. Both eras are spoken, the stateless one of 2026-07-28 and the one with an
 * initialize handshake. Guarantee: what comes from the other side is data, checked and limited,
 * before anything here acts on it.
 */
@NullMarked
package dev.cadre.mcp;

import org.jspecify.annotations.NullMarked;
