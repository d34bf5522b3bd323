package dev.cadre.toolkit;

import dev.cadre.embedding.Embedder;
import dev.cadre.model.Models;
import dev.cadre.object.StoredUploads;
import dev.cadre.store.Database;
import dev.cadre.time.Timer;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * What a server is opened with.
 *
 * @param database the platform's own; null for a server that runs alone
 * @param models the platform's; null for a server that runs alone
 * @param uploads files that people sent to the platform; null for a server that runs alone
 */
public record Means(
    InstantSource clock,
    Timer timer,
    @Nullable Database database,
    Embedder embedder,
    @Nullable Models models,
    @Nullable StoredUploads uploads) {}
