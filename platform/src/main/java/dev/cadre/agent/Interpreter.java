package dev.cadre.agent;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A program that runs agents.
 *
 * @param executable absolute, no shim of a version switcher: those cost a shell at every start
 * @param home the folder it needs to be able to read
 * @param version as it says itself
 * @param warning how it differs from what was asked; null when it does not
 */
record Interpreter(Path executable, Path home, String version, @Nullable String warning) {}
