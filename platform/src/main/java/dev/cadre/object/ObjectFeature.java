package dev.cadre.object;

import dev.cadre.http.Exchange;
import dev.cadre.http.RequestHead;
import dev.cadre.http.Routes;
import dev.cadre.id.IdSource;
import dev.cadre.identity.Vault;
import dev.cadre.store.Database;
import dev.cadre.time.Timer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Object storage as the rest of the platform sees it. */
public final class ObjectFeature implements AutoCloseable {
  private static final Duration SWEEP = Duration.ofMinutes(1);

  private final Timer timer;
  private final ObjectStore objects;
  private final Uploads uploads;
  private final UploadRoutes routes;
  private final URI own;
  private Timer.@Nullable Cancellable keeper;

  /**
   * @param vault from which the key of the URLs is derived, so that nodes that share it take each
   *     other's
   * @param folder for content on disk
   * @param own where this platform answers
   */
  public ObjectFeature(
      Database database,
      Vault vault,
      InstantSource clock,
      Timer timer,
      IdSource ids,
      ContentJudge judge,
      Path folder,
      URI own,
      ObjectsConfig config)
      throws IOException {
    this.timer = timer;
    this.own = own;
    Presigner presigner = new Presigner(vault.derived("presigned-uploads"), clock);
    UploadStore store = new UploadStore(database, config);
    Judgement judgement = new Judgement(judge);
    objects =
        switch (config.place()) {
          case DISK -> new DiskObjects(folder, presigner);
          case S3 -> new S3Objects(clock, config);
        };
    @Nullable Arrivals arrivals =
        switch (objects) {
          case DiskObjects disk -> new Arrivals(store, disk, judgement);
          case S3Objects _ -> null;
        };
    uploads = new Uploads(store, objects, judgement, ids, clock, config);
    routes = new UploadRoutes(uploads, objects, presigner, arrivals, own);
  }

  public Uploads uploads() {
    return uploads;
  }

  /** A request that claims to carry its own proof in its URL; its handler verifies it. */
  public static boolean presigned(RequestHead head) {
    return UploadRoutes.presigned(head);
  }

  /** An offer as {@code POST /cadre/v1/uploads} answers it. */
  public static ObjectNode shown(Uploads.Offer offer) {
    return UploadRoutes.shown(offer);
  }

  /** Where this platform is, as the caller of {@code exchange} reaches it. */
  public URI base(Exchange exchange) {
    return UploadRoutes.base(exchange, own);
  }

  /** Where people's files are put past this platform, up to the port; empty when nowhere. */
  public Optional<URI> elsewhere() {
    return objects.origin();
  }

  /** Binds what people do with their files to the first, what operators do to the second. */
  public void bind(Routes invoking, Routes operating) {
    routes.bind(invoking, operating);
  }

  /** Begins to remove what is past its time. */
  public void start() {
    keeper = timer.every(SWEEP, uploads::sweep);
  }

  @Override
  public void close() {
    if (keeper != null) {
      keeper.cancel();
    }
    objects.close();
  }
}
