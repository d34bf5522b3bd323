package dev.cadre.agent;

import org.jspecify.annotations.Nullable;

/**
 * How this machine runs agents that ask for a runtime.
 *
 * @param title as a person says it: {@code Python 3.12}
 * @param version what runs them, as it says itself; null when nothing does
 * @param trouble how that differs from what was asked, or why there is nothing; null when all is
 *     well
 */
public record RuntimeSupport(String title, @Nullable String version, @Nullable String trouble) {}
