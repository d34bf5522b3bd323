package dev.cadre.credential;

import org.jspecify.annotations.Nullable;

/**
 * Who a workload access token speaks for.
 *
 * @param name of the workload identity
 * @param user on whose behalf it works; null for its own account
 */
public record Workload(String name, @Nullable String user) {}
