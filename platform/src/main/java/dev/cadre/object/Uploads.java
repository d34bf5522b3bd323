package dev.cadre.object;

import dev.cadre.fault.Fault;
import dev.cadre.id.IdSource;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The files that people sent, each its owner's alone: whoever asks for another's learns no more
 * than that there is none of theirs. Thread-safe; calls block.
 */
public final class Uploads implements StoredUploads {
  private static final Logger LOG = System.getLogger(Uploads.class.getName());
  private static final int BATCH = 500;
  private static final int MAX_NAME = 255;
  private static final int MAX_LISTED = 1_000;

  private final UploadStore uploads;
  private final ObjectStore objects;
  private final Judgement judgement;
  private final IdSource ids;
  private final InstantSource clock;
  private final ObjectsConfig config;

  Uploads(
      UploadStore uploads,
      ObjectStore objects,
      Judgement judgement,
      IdSource ids,
      InstantSource clock,
      ObjectsConfig config) {
    this.uploads = uploads;
    this.objects = objects;
    this.judgement = judgement;
    this.ids = ids;
    this.clock = clock;
    this.config = config;
  }

  /**
   * A place for a file that is to come.
   *
   * @param url to which its bytes are put, once
   * @param headers that go with them
   * @param seconds for which the URL holds
   */
  public record Offer(Upload upload, URI url, Map<String, String> headers, long seconds) {
    public Offer {
      headers = Map.copyOf(headers);
    }
  }

  /**
   * Makes a place for a file of {@code person}.
   *
   * @param fileType its media type; where it says nothing, the ending of the name decides
   * @param base of this platform, as the caller reaches it
   * @throws Fault.Invalid when there is no such type here, or the name is none
   * @throws Fault.QuotaExceeded when the person has as many files as it may
   */
  public Offer offer(String person, String fileName, String fileType, URI base) {
    Upload upload = awaited(person, fileName, fileType);
    return new Offer(
        upload,
        objects.putUrl(upload, base),
        objects.putHeaders(upload),
        config.urlTime().toSeconds());
  }

  /**
   * Keeps a file that came in a request of another kind, as if it had been put.
   *
   * @throws Fault.Invalid when it is not what {@code fileType} says
   * @throws Fault.QuotaExceeded when the person would have more than it may
   */
  public Upload store(String person, String fileName, String fileType, byte[] content)
      throws InterruptedException {
    Upload upload = awaited(person, fileName, fileType);
    boolean kept = false;
    try {
      judgement.require(upload, () -> content);
      objects.put(upload, content);
      uploads.stored(upload, content.length, "");
      kept = true;
    } catch (IOException e) {
      throw unreadable(e);
    } finally {
      if (!kept) {
        remove(upload);
      }
    }
    return uploads.find(upload.objectKey()).orElseThrow(() -> missing(upload.objectKey()));
  }

  private Upload awaited(String person, String fileName, String fileType) {
    String name = named(fileName);
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    ObjectKey key = ObjectKey.of(person, ids.alphanumeric(ObjectKey.ID_LENGTH), name);
    Upload upload =
        new Upload(
            key.text(),
            person,
            name,
            MediaKind.typeOf(name, fileType),
            config.maxBytes(),
            Upload.State.AWAITED,
            0,
            now,
            now.plus(config.urlTime()),
            now.plus(config.keep()));
    uploads.add(upload);
    return upload;
  }

  /** Without the folders that some browsers send before it. */
  private static String named(String fileName) {
    String name = fileName.substring(fileName.replace('\\', '/').lastIndexOf('/') + 1).strip();
    if (name.isEmpty() || name.length() > MAX_NAME || name.chars().anyMatch(c -> c < ' ')) {
      throw new Fault.Invalid(
          "fileName must be the name of a file, of 1 to " + MAX_NAME + " characters");
    }
    return name;
  }

  /** Whether {@code reference} has the form of an upload's URI. */
  public static boolean takes(String reference) {
    return ObjectKey.is(reference);
  }

  @Override
  public Upload find(String reference, String person) throws InterruptedException {
    return own(ObjectKey.parse(reference), person);
  }

  Upload own(ObjectKey key, String person) throws InterruptedException {
    Upload upload =
        uploads
            .find(key)
            .filter(found -> found.person().equals(person) && live(found))
            .orElseThrow(() -> missing(key));
    return upload.state() == Upload.State.STORED ? upload : settled(upload);
  }

  private boolean live(Upload upload) {
    return clock.instant().isBefore(upload.expiresAt());
  }

  /** Of an id alone; who asks must have proved a right to it. */
  Optional<Upload> known(ObjectKey key) {
    return uploads.find(key).filter(this::live);
  }

  static Fault.NotFound missing(ObjectKey key) {
    return new Fault.NotFound(
        "there is no upload '"
            + key.text()
            + "' of yours; uploads end after their time, so send it again");
  }

  /** Content that was put past the platform is looked at when it is first used. */
  private Upload settled(Upload upload) throws InterruptedException {
    ObjectKey key = upload.objectKey();
    if (!(objects instanceof S3Objects)) {
      throw absent(upload);
    }
    long length = length(key).orElseThrow(() -> absent(upload));
    try {
      if (length < 1 || length > upload.maxBytes()) {
        throw new Fault.Invalid(
            "'" + upload.name() + "' has " + length + " bytes; it may have " + upload.maxBytes());
      }
      judgement.require(upload, () -> bytes(upload, length));
      uploads.stored(upload, length, "");
    } catch (Fault.Invalid | Fault.QuotaExceeded e) {
      remove(upload);
      throw e;
    }
    return uploads.find(key).orElseThrow(() -> missing(key));
  }

  private static Fault.NotFound absent(Upload upload) {
    return new Fault.NotFound(
        "'" + upload.name() + "' was not sent yet; put its bytes to the URL that was given out");
  }

  private Optional<Long> length(ObjectKey key) {
    try {
      return objects.length(key).stream().boxed().findFirst();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  @Override
  public byte[] bytes(Upload upload) {
    return bytes(upload, upload.bytes());
  }

  private byte[] bytes(Upload upload, long length) {
    try (InputStream content = objects.open(upload.objectKey())) {
      return content.readNBytes(Math.toIntExact(length));
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private static Fault.Unavailable unreadable(IOException e) {
    LOG.log(Level.WARNING, "an upload cannot be read", e);
    return new Fault.Unavailable("the uploads cannot be read at the moment; try again");
  }

  /** From which anybody who has it can get the content, as long as a URL holds. */
  public URI link(Upload upload, URI base) {
    Instant end = clock.instant().truncatedTo(ChronoUnit.SECONDS).plus(config.urlTime());
    return objects.getUrl(
        upload, base, end.isBefore(upload.expiresAt()) ? end : upload.expiresAt());
  }

  /** What is stored of {@code person}, the newest first. */
  public List<Upload> of(String person) {
    return uploads.of(person, clock.instant(), MAX_LISTED);
  }

  /** Removes one upload; its content first, so that none is left that nobody knows of. */
  void remove(Upload upload) {
    try {
      objects.delete(upload.objectKey());
      uploads.remove(upload.objectKey());
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /**
   * Removes all that {@code person} sent.
   *
   * @return how many there were
   */
  public int forget(String person) {
    int removed = 0;
    List<Upload> some;
    do {
      some = uploads.all(person, BATCH);
      some.forEach(this::remove);
      removed += some.size();
    } while (some.size() == BATCH);
    return removed;
  }

  /** Removes what is past its time, and what was never put. */
  void sweep() {
    List<Upload> some;
    do {
      some = uploads.over(clock.instant(), BATCH);
      some.forEach(this::remove);
    } while (some.size() == BATCH);
  }
}
