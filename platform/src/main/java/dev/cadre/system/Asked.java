package dev.cadre.system;

import dev.cadre.fault.Fault;
import dev.cadre.harness.Beside;
import dev.cadre.harness.TurnInput;
import dev.cadre.http.Exchange;
import dev.cadre.http.Person;
import dev.cadre.id.SessionId;
import dev.cadre.json.Json;
import dev.cadre.model.Content;
import dev.cadre.object.Attached;
import dev.cadre.object.Upload;
import dev.cadre.object.Uploads;
import dev.cadre.system.RouteEntry.Fields;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * What a request to a route asks.
 *
 * @param session the conversation as its caller names it
 * @param person whom it is made for
 */
record Asked(String session, String person, TurnInput.Said input) {
  /** A file in base64 and all. */
  private static final int MAX_BODY = 36 * 1024 * 1024;

  private static final int MAX_MESSAGE = 20_000;
  private static final int MAX_NAMED = 256;
  private static final int MOST_WANTED = 20_000;

  /** Characters, with the space behind it. */
  private static final int A_WORD = 6;

  /**
   * Reads a request. What it says of files is taken for its person's own alone.
   *
   * @throws Fault.Invalid naming the field that is wrong, and never what a file holds
   */
  static Asked read(Exchange exchange, Fields fields, Uploads uploads)
      throws IOException, InterruptedException {
    JsonNode body = Json.parse(exchange.body(MAX_BODY));
    String message = text(body, fields.message(), MAX_MESSAGE);
    if (message.isBlank()) {
      throw new Fault.Invalid(
          "%s is missing; send {\"%s\": \"...\"}".formatted(fields.message(), fields.message()));
    }
    String person = person(exchange, text(body, fields.person(), MAX_NAMED));
    String session = text(body, fields.session(), MAX_NAMED);
    StringBuilder said = new StringBuilder(message);
    for (Upload upload : files(body, fields, person, uploads)) {
      said.append('\n').append(new Attached(upload.kind(), upload.uri()).line());
    }
    return new Asked(
        session.isBlank() ? UUID.randomUUID().toString() : session,
        person,
        new TurnInput.Said(List.of(new Content.Text(said.toString())), beside(body, fields)));
  }

  private static Beside beside(JsonNode body, Fields fields) {
    return new Beside(
        Beside.messages(of(body, fields.history()), fields.history()),
        Beside.context(of(body, fields.context()), fields.context()),
        bound(body, fields));
  }

  /** Missing for a field that the route has not. */
  private static JsonNode of(JsonNode body, String field) {
    return field.isEmpty() ? MissingNode.getInstance() : body.path(field);
  }

  /** Characters of the answer at most; 0 for as many as the agent likes. */
  private static int bound(JsonNode body, Fields fields) {
    int words = number(body, fields.words()) * A_WORD;
    int characters = number(body, fields.characters());
    return words > 0 && characters > 0 ? Math.min(words, characters) : Math.max(words, characters);
  }

  private static int number(JsonNode body, String field) {
    JsonNode value = of(body, field);
    if (value.isMissingNode() || value.isNull()) {
      return 0;
    }
    if (!value.isInt() || value.asInt() < 1 || value.asInt() > MOST_WANTED) {
      throw new Fault.Invalid(field + " must be a whole number from 1 to " + MOST_WANTED);
    }
    return value.asInt();
  }

  /** Characters that the answer may have; 0 for as many as the agent likes. */
  int bound() {
    return input.beside().answer();
  }

  /** A person whom the body names is believed of a caller who may speak for others. */
  static String person(Exchange exchange, String named) {
    String header = exchange.header(Person.HEADER).orElse("");
    return Person.of(exchange.principal(), header.isBlank() ? named : header);
  }

  private static List<Upload> files(JsonNode body, Fields fields, String person, Uploads uploads)
      throws InterruptedException {
    List<Upload> files = new ArrayList<>();
    for (JsonNode file : body.path("attachments")) {
      files.add(uploads.find(file.path("uri").asString(file.asString("")), person));
    }
    String uri = fields.file().isEmpty() ? "" : text(body, fields.file(), 1_000);
    if (!uri.isEmpty()) {
      files.add(uploads.find(uri, person));
    }
    JsonNode data = fields.data().isEmpty() ? body.path("") : body.path(fields.data());
    if (data.isString() && !data.asString().isEmpty()) {
      String type = text(body, fields.mediaType(), 100);
      String name = "upload." + type.substring(type.lastIndexOf('/') + 1);
      files.add(uploads.store(person, name, type, decoded(fields.data(), data.asString())));
    }
    return files;
  }

  private static byte[] decoded(String field, String base64) {
    try {
      return Base64.getMimeDecoder().decode(base64);
    } catch (IllegalArgumentException notBase64) {
      throw new Fault.Invalid(field + " is not base64");
    }
  }

  static String text(JsonNode body, String field, int longest) {
    JsonNode value = body.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return "";
    }
    if (!value.isString() || value.asString().length() > longest) {
      throw new Fault.Invalid(field + " must be text of at most " + longest + " characters");
    }
    return value.asString();
  }

  /**
   * The session of a conversation. Callers name conversations as they like, in as few characters as
   * they like, and two people may use one name: to the platform they are two.
   */
  static SessionId session(String system, String agent, String person, String named) {
    String all = String.join("\n", system, agent, person, named);
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(all.getBytes(StandardCharsets.UTF_8));
      return new SessionId("route-" + HexFormat.of().formatHex(digest, 0, 20));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
