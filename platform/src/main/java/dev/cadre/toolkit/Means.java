package dev.cadre.toolkit;

import dev.cadre.store.Database;
import dev.cadre.time.Timer;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * What a server is opened with.
 *
 * @param database the platform's own; null for a server that runs alone
 */
public record Means(InstantSource clock, Timer timer, @Nullable Database database) {}
