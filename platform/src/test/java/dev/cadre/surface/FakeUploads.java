package dev.cadre.surface;

import dev.cadre.fault.Fault;
import dev.cadre.model.Caller;
import dev.cadre.model.ModelRequest;
import dev.cadre.model.Models;
import dev.cadre.model.Reply;
import dev.cadre.model.ReplySink;
import dev.cadre.object.StoredUploads;
import dev.cadre.object.Upload;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Uploads in memory, and a model's word on whether it sees. */
final class FakeUploads implements StoredUploads, Models {
  private final Map<String, Upload> stored = new HashMap<>();
  boolean seeing;

  /** The URI of a new one. */
  String add(String person, String name, String mediaType, long bytes) {
    String key = "uploads/" + person + "/" + "A".repeat(21) + stored.size() + "/" + name;
    Upload upload =
        new Upload(
            key,
            person,
            name,
            mediaType,
            10_000_000,
            Upload.State.STORED,
            bytes,
            Instant.EPOCH,
            Instant.EPOCH,
            Instant.EPOCH.plus(Duration.ofDays(7)));
    stored.put(upload.uri(), upload);
    return upload.uri();
  }

  @Override
  public Upload find(String reference, String person) {
    Upload upload = stored.get(reference);
    if (upload == null || !upload.person().equals(person)) {
      throw new Fault.NotFound("there is no upload '" + reference + "' of yours");
    }
    return upload;
  }

  @Override
  public byte[] bytes(Upload upload) {
    return new byte[Math.toIntExact(upload.bytes())];
  }

  @Override
  public boolean sees(String model) {
    return seeing;
  }

  @Override
  public Reply reply(Caller caller, ModelRequest request, ReplySink sink) {
    throw new AssertionError("nobody is asked");
  }

  @Override
  public int contextTokens(String model) {
    return 100_000;
  }

  @Override
  public int estimateTokens(ModelRequest request) {
    return 1;
  }
}
