package dev.cadre.object;

import dev.cadre.fault.Fault;
import dev.cadre.http.Exchange;
import dev.cadre.http.Person;
import dev.cadre.http.RequestHead;
import dev.cadre.http.Routes;
import dev.cadre.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code /cadre/v1/uploads}: places for files are asked for, files put and got. A URL with a
 * signature needs no other proof; without one, everybody gets their own.
 */
final class UploadRoutes {
  private static final String ROOT = "/cadre/v1/uploads";
  private static final String ONE = ROOT + "/{person}/{id}/{name}";
  private static final int MAX_BODY = 16 * 1024;

  private final Uploads uploads;
  private final ObjectStore objects;
  private final Presigner presigner;
  private final @Nullable Arrivals arrivals;
  private final URI own;

  /**
   * @param arrivals null where content is put past the platform
   * @param own where this platform answers, for requests that don't say how they reached it
   */
  UploadRoutes(
      Uploads uploads,
      ObjectStore objects,
      Presigner presigner,
      @Nullable Arrivals arrivals,
      URI own) {
    this.uploads = uploads;
    this.objects = objects;
    this.presigner = presigner;
    this.arrivals = arrivals;
    this.own = own;
  }

  void bind(Routes invoking, Routes operating) {
    invoking
        .add("POST", ROOT, this::offer)
        .add("GET", ROOT, this::list)
        .add("DELETE", ROOT, this::forgetOwn)
        .add("PUT", ONE, this::put)
        .add("GET", ONE, this::get)
        .add("DELETE", ONE, this::remove);
    operating.add("POST", ROOT + "/forget", this::forget);
  }

  static String path(ObjectKey key) {
    return ROOT + key.text().substring("uploads".length());
  }

  /** A request that claims to carry its own proof, which its handler verifies. */
  static boolean presigned(RequestHead head) {
    boolean method = head.method().equals("PUT") || head.method().equals("GET");
    return method
        && head.rawPath().startsWith(ROOT + "/")
        && ("&" + head.rawQuery()).contains("&" + Presigner.SIGNATURE + "=");
  }

  private void offer(Exchange exchange) throws IOException {
    JsonNode body = Json.parse(exchange.body(MAX_BODY));
    if (!body.path("fileName").isString()) {
      throw new Fault.Invalid(
          "fileName is missing; send {\"fileName\": \"sales.csv\", \"fileType\": \"text/csv\"}");
    }
    exchange.json(
        200,
        shown(
            uploads.offer(
                Person.of(exchange),
                body.path("fileName").asString(),
                body.path("fileType").asString(""),
                base(exchange))));
  }

  static ObjectNode shown(Uploads.Offer offer) {
    Upload upload = offer.upload();
    ObjectNode json =
        Json.object()
            .put("uploadUrl", offer.url().toString())
            .put("uri", upload.uri())
            .put("key", upload.key())
            .put("expiresIn", offer.seconds())
            .put("name", upload.name())
            .put("mediaType", upload.mediaType())
            .put("maxSize", upload.maxBytes());
    ObjectNode headers = json.putObject("headers");
    offer.headers().forEach(headers::put);
    return json;
  }

  private void list(Exchange exchange) throws IOException {
    ObjectNode answer = Json.object();
    ArrayNode files = answer.putArray("uploads");
    uploads
        .of(Person.of(exchange))
        .forEach(
            upload ->
                shown(files.addObject(), upload)
                    .put("url", uploads.link(upload, base(exchange)).toString()));
    exchange.json(200, answer);
  }

  private static ObjectNode shown(ObjectNode json, Upload upload) {
    return json.put("uri", upload.uri())
        .put("key", upload.key())
        .put("name", upload.name())
        .put("mediaType", upload.mediaType())
        .put("bytes", upload.bytes())
        .put("createdAt", upload.createdAt().toString())
        .put("expiresAt", upload.expiresAt().toString());
  }

  private void put(Exchange exchange) throws IOException, InterruptedException {
    Upload upload = verified(exchange, "PUT").orElseThrow(Presigner::refused);
    if (arrivals == null) {
      throw new Fault.Invalid("files are put to the bucket here; use the URL as it was given out");
    }
    DiskObjects.Arrived arrived =
        arrivals.take(upload, exchange.header("content-type").orElse(""), exchange.body());
    exchange.responseHeader("ETag", '"' + arrived.sha256() + '"');
    exchange.json(200, shown(Json.object(), upload).put("bytes", arrived.bytes()));
  }

  private void get(Exchange exchange) throws IOException, InterruptedException {
    Optional<Upload> signed = verified(exchange, "GET");
    Upload upload =
        signed.isPresent() ? signed.get() : uploads.own(key(exchange), Person.of(exchange));
    if (upload.state() != Upload.State.STORED) {
      throw Uploads.missing(upload.objectKey());
    }
    // What somebody sent runs nothing on a page of this platform.
    exchange
        .responseHeader("Content-Security-Policy", "sandbox; default-src 'none'")
        .responseHeader("X-Content-Type-Options", "nosniff")
        .responseHeader("Cache-Control", "private, no-store")
        .responseHeader("Content-Disposition", disposition(upload));
    try (InputStream content = objects.open(upload.objectKey());
        OutputStream out = exchange.stream(200, upload.mediaType(), upload.bytes())) {
      content.transferTo(out);
    }
  }

  /** Images and videos are shown, all else is saved. */
  static String disposition(Upload upload) {
    String how =
        switch (upload.kind()) {
          case IMAGE, VIDEO -> "inline";
          case DOCUMENT, TABLE -> "attachment";
        };
    // RFC 6266, with RFC 8187's form of names.
    String name = URLEncoder.encode(upload.name(), StandardCharsets.UTF_8).replace("+", "%20");
    return how + "; filename*=UTF-8''" + name;
  }

  private void remove(Exchange exchange) throws IOException, InterruptedException {
    Upload upload = uploads.own(key(exchange), Person.of(exchange));
    uploads.remove(upload);
    exchange.json(200, Json.object().put("removed", 1));
  }

  private void forgetOwn(Exchange exchange) throws IOException {
    exchange.json(200, Json.object().put("removed", uploads.forget(Person.of(exchange))));
  }

  private void forget(Exchange exchange) throws IOException {
    String person = Json.parse(exchange.body(MAX_BODY)).path("person").asString("");
    if (person.isEmpty()) {
      throw new Fault.Invalid("person is missing: name whose uploads are to be removed");
    }
    exchange.json(200, Json.object().put("removed", uploads.forget(person)));
  }

  /** Empty for a request without a signature; one whose signature does not hold is refused. */
  private Optional<Upload> verified(Exchange exchange, String method) {
    Optional<String> signature = exchange.query(Presigner.SIGNATURE);
    if (signature.isEmpty()) {
      return Optional.empty();
    }
    Upload upload = uploads.known(key(exchange)).orElseThrow(Presigner::refused);
    presigner.verify(
        method, upload, exchange.query(Presigner.EXPIRES).orElse(null), signature.get());
    return Optional.of(upload);
  }

  private static ObjectKey key(Exchange exchange) {
    return ObjectKey.parse(
        "uploads/"
            + exchange.pathVariable("person")
            + "/"
            + exchange.pathVariable("id")
            + "/"
            + exchange.pathVariable("name"));
  }

  private URI base(Exchange exchange) {
    return base(exchange, own);
  }

  /** Where this platform is, as the caller reaches it. */
  static URI base(Exchange exchange, URI own) {
    String host = exchange.header("host").orElse("");
    String scheme =
        exchange.header("x-forwarded-proto").filter("https"::equals).orElse(own.getScheme());
    try {
      return host.isEmpty() ? own : URI.create(scheme + "://" + host + "/");
    } catch (IllegalArgumentException malformed) {
      return own;
    }
  }
}
