/**
 * The command line. It speaks the AWS wire, and {@code /cadre/v1} beside it, to a platform and
 * keeps nothing but the agent's YAML: whatever it does, an AWS SDK or curl can do too. Only {@link
 * Main} reads the environment.
 */
@NullMarked
package dev.cadre.cli;

import org.jspecify.annotations.NullMarked;
