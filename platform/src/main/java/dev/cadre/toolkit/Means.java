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
 * @param own the database of the system that the server is part of; null when it has none
 */
public record Means(
    InstantSource clock,
    Timer timer,
    @Nullable Database database,
    Embedder embedder,
    @Nullable Models models,
    @Nullable StoredUploads uploads,
    @Nullable OwnDatabase own) {

  /** Those of a server that is part of no system. */
  public Means(
      InstantSource clock,
      Timer timer,
      @Nullable Database database,
      Embedder embedder,
      @Nullable Models models,
      @Nullable StoredUploads uploads) {
    this(clock, timer, database, embedder, models, uploads, null);
  }

  /** The same for a server of the system that has {@code other}. */
  public Means with(@Nullable OwnDatabase other) {
    return new Means(clock, timer, database, embedder, models, uploads, other);
  }
}
