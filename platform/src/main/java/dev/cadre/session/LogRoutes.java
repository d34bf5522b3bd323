package dev.cadre.session;

import dev.cadre.agent.Deployments;
import dev.cadre.fault.Fault;
import dev.cadre.http.Exchange;
import dev.cadre.http.Routes;
import dev.cadre.id.SessionId;
import dev.cadre.json.Json;
import dev.cadre.telemetry.LogLine;
import dev.cadre.telemetry.LogQuery;
import dev.cadre.telemetry.StoredLine;
import dev.cadre.telemetry.WorkerLogs;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What workers logged, as JSON lines, under {@code /cadre/v1/logs}; with {@code follow=true} it
 * goes on as they write.
 */
final class LogRoutes {
  private static final Pattern AGO = Pattern.compile("([0-9]{1,6})([smhd])");
  private static final int BUFFER = 64 * 1024;
  private static final Duration WAIT = Duration.ofSeconds(15);

  private final WorkerLogs logs;
  private final Deployments deployments;
  private final InstantSource clock;

  LogRoutes(WorkerLogs logs, Deployments deployments, InstantSource clock) {
    this.logs = logs;
    this.deployments = deployments;
    this.clock = clock;
  }

  void bind(Routes routes) {
    routes.add("GET", "/cadre/v1/logs", this::read);
  }

  private void read(Exchange exchange) throws IOException, InterruptedException {
    LogQuery query = query(exchange);
    boolean follow = exchange.query("follow").orElse("false").equals("true");
    logs.flush(Duration.ofSeconds(2));
    // Ten thousand lines would be as many writes to the connection.
    try (OutputStream out =
        new BufferedOutputStream(exchange.stream(200, "application/x-ndjson"), BUFFER)) {
      List<StoredLine> lines = logs.newest(query);
      if (follow && lines.isEmpty()) {
        // Whoever follows learns now that it does, and not with the first line.
        out.write('\n');
      }
      long seq = write(out, lines, 0);
      while (follow) {
        lines = logs.follow(seq, query, WAIT);
        // An empty line keeps the connection alive, and finds out whether there is still one.
        if (lines.isEmpty()) {
          out.write('\n');
          out.flush();
        }
        seq = write(out, lines, seq);
      }
    }
  }

  private static long write(OutputStream out, List<StoredLine> lines, long seq) throws IOException {
    long last = seq;
    for (StoredLine stored : lines) {
      LogLine line = stored.line();
      out.write(
          Json.bytes(
              Json.object()
                  .put("seq", stored.seq())
                  .put("at", line.at().toString())
                  .put("agent", line.agent().value())
                  .put("version", line.version())
                  .put("session", line.session().value())
                  .put("traceId", line.traceId())
                  .put("stream", line.stream().name())
                  .put("line", line.text())));
      out.write('\n');
      last = stored.seq();
    }
    out.flush();
    return last;
  }

  private LogQuery query(Exchange exchange) {
    String agent =
        exchange
            .query("agent")
            .orElseThrow(() -> new Fault.Invalid("say whose logs: agent=ID, name or ARN"));
    Optional<Instant> since = exchange.query("since").map(this::instant);
    return new LogQuery(
        deployments.find(agent),
        exchange.query("session").map(SessionId::new).orElse(null),
        since.orElse(null),
        exchange.query("grep").orElse(null),
        exchange.query("limit").map(LogRoutes::number).orElse(1000));
  }

  private Instant instant(String text) {
    Matcher ago = AGO.matcher(text);
    if (ago.matches()) {
      long n = Long.parseLong(ago.group(1));
      Duration span =
          switch (ago.group(2)) {
            case "s" -> Duration.ofSeconds(n);
            case "m" -> Duration.ofMinutes(n);
            case "h" -> Duration.ofHours(n);
            default -> Duration.ofDays(n);
          };
      return clock.instant().minus(span);
    }
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new Fault.Invalid(
          "since '"
              + text
              + "' must be a span such as 30s, 10m, 2h, 1d, or a time such as"
              + " 2026-01-31T12:00:00Z");
    }
  }

  private static int number(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new Fault.Invalid("limit '" + text + "' must be a number");
    }
  }
}
