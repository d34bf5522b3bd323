package dev.cadre.server;

import dev.cadre.http.Exchange;
import dev.cadre.http.Routes;
import dev.cadre.json.Json;
import dev.cadre.session.SessionFeature;
import dev.cadre.worker.Isolation;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code /cadre/v1/status} and {@code /cadre/v1/doctor}: what runs here, and what this machine
 * cannot do and why.
 */
final class StatusRoutes {
  private final Running running;
  private final SessionFeature sessions;
  private final Doctor doctor;
  private final InstantSource clock;

  /** What a running platform says of itself. */
  record Running(URI url, Instant startedAt, String database, boolean authRequired) {}

  StatusRoutes(Running running, SessionFeature sessions, Doctor doctor, InstantSource clock) {
    this.running = running;
    this.sessions = sessions;
    this.doctor = doctor;
    this.clock = clock;
  }

  void bind(Routes routes) {
    routes
        .add("GET", "/cadre/v1/status", this::status)
        .add("GET", "/cadre/v1/doctor", this::doctor);
  }

  private void status(Exchange exchange) throws IOException {
    Isolation isolation = sessions.isolation();
    ObjectNode answer =
        Json.object()
            .put("version", Version.NUMBER)
            .put("url", running.url().toString())
            .put("startedAt", running.startedAt().toString())
            .put(
                "uptimeSeconds", Duration.between(running.startedAt(), clock.instant()).toSeconds())
            .put("database", running.database())
            .put("auth", running.authRequired() ? "required" : "dev")
            .put("sessions", sessions.count());
    answer
        .putObject("isolation")
        .put("summary", isolation.sentence())
        .put("files", isolation.files())
        .put("processes", isolation.processes())
        .put("network", isolation.network())
        .put("user", isolation.user().name())
        .put("limits", isolation.accounting().name());
    exchange.json(200, answer);
  }

  private void doctor(Exchange exchange) throws IOException, InterruptedException {
    ObjectNode answer = Json.object();
    ArrayNode checks = answer.putArray("checks");
    for (Doctor.Finding finding : doctor.examine()) {
      checks
          .addObject()
          .put("name", finding.name())
          .put("status", finding.state().name().toLowerCase(java.util.Locale.ROOT))
          .put("detail", finding.detail())
          .put("remedy", finding.remedy());
    }
    exchange.json(200, answer);
  }
}
