package dev.cadre.harness;

import dev.cadre.model.Models;
import dev.cadre.time.Timer;
import dev.cadre.tool.SchemaCheck;
import dev.cadre.tool.ToolRunner;
import io.opentelemetry.api.trace.Tracer;
import java.net.http.HttpClient;
import java.time.InstantSource;

/** What every turn works with. */
record Means(
    Models models,
    ToolSource tools,
    ToolRunner runner,
    SchemaCheck schemas,
    Journal journal,
    HttpClient hooks,
    InstantSource clock,
    Timer timer,
    Tracer tracer) {}
