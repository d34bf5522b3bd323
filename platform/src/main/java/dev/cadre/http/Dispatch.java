package dev.cadre.http;

import dev.cadre.fault.Fault;
import dev.cadre.json.Json;
import dev.cadre.telemetry.TraceContext;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * The way of every request: route, authenticate, handle, and turn a fault into its protocol's
 * error.
 */
final class Dispatch extends Handler.Abstract {
  private static final Logger LOG = System.getLogger(Dispatch.class.getName());

  private final Router router;
  private final Authenticator authenticator;
  private final Tracer tracer;
  private final HttpMetrics metrics;
  private final HttpConfig config;

  Dispatch(
      Router router,
      Authenticator authenticator,
      Tracer tracer,
      HttpMetrics metrics,
      HttpConfig config) {
    this.router = router;
    this.authenticator = authenticator;
    this.tracer = tracer;
    this.metrics = metrics;
    this.config = config;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    RequestHead head = head(request);
    switch (router.match(head.method(), head.rawPath())) {
      case Router.Match.Found found -> answer(request, response, callback, head, found);
      case Router.Match.WrongMethod wrong -> {
        response.getHeaders().put("Allow", String.join(", ", wrong.allowed()));
        String allowed = String.join(", ", wrong.allowed());
        refuse(
            request,
            response,
            callback,
            ErrorAnswer.of(
                405,
                "MethodNotAllowedException",
                head.method() + " is not allowed here, only " + allowed));
      }
      case Router.Match.None _ ->
          refuse(
              request,
              response,
              callback,
              ErrorAnswer.of(
                  404,
                  "UnknownOperationException",
                  "there is no operation at " + head.method() + " " + head.rawPath()));
      case Router.Match.Malformed malformed ->
          refuse(
              request,
              response,
              callback,
              ErrorAnswer.of(
                  400,
                  "ValidationException",
                  "'"
                      + malformed.segment()
                      + "' in the path has a percent sign that begins no escape; write it as %25"));
    }
    return true;
  }

  private void answer(
      Request request,
      Response response,
      Callback callback,
      RequestHead head,
      Router.Match.Found found) {
    long start = System.nanoTime();
    metrics.begun();
    response.getHeaders().put("x-amzn-requestid", UUID.randomUUID().toString());
    Context parent = TraceContext.read(name -> head.header(name).orElse(null));
    Span span = span(head, parent, found);
    try {
      run(request, response, head, found, parent.with(span));
      callback.succeeded();
    } catch (Exception e) {
      span.setStatus(StatusCode.ERROR).recordException(e);
      fail(request, response, callback, found, e);
    } finally {
      span.setAttribute("http.response.status_code", response.getStatus());
      span.end();
      metrics.ended(
          head.method(), found.pattern(), response.getStatus(), System.nanoTime() - start);
    }
  }

  private Span span(RequestHead head, Context parent, Router.Match.Found found) {
    return tracer
        .spanBuilder(head.method() + " " + found.pattern())
        .setSpanKind(SpanKind.SERVER)
        .setParent(parent)
        .setAttribute("http.request.method", head.method())
        .setAttribute("http.route", found.pattern())
        .startSpan();
  }

  private void run(
      Request request, Response response, RequestHead head, Router.Match.Found found, Context trace)
      throws Exception {
    try (Body body = new Body(Content.Source.asInputStream(request), config.maxBodyBytes())) {
      Authenticator.Grant grant = authenticate(head, body, trace);
      InputStream stream = grant.body().apply(body.stream());
      JettyExchange exchange =
          new JettyExchange(
              request, response, head, found.variables(), grant.principal(), trace, stream);
      found.handler().handle(exchange);
      if (!exchange.responded()) {
        throw new IllegalStateException(found.pattern() + " did not respond");
      }
      if (exchange.missing() > 0) {
        // Jetty would leave the client waiting for the rest.
        throw new IOException("the response lacks " + exchange.missing() + " bytes of its length");
      }
    }
  }

  private Authenticator.Grant authenticate(RequestHead head, Body body, Context trace)
      throws IOException {
    Span span = tracer.spanBuilder("authenticate").setParent(trace).startSpan();
    try {
      return authenticator.authenticate(head, body);
    } catch (IOException | RuntimeException e) {
      span.setStatus(StatusCode.ERROR, e.getClass().getSimpleName());
      throw e;
    } finally {
      span.end();
    }
  }

  private void fail(
      Request request,
      Response response,
      Callback callback,
      Router.Match.Found found,
      Exception e) {
    boolean clientIsGone = e instanceof EofException;
    if (clientIsGone || response.isCommitted()) {
      // The status is on the wire; cutting the stream is the only way left to tell the client.
      if (!clientIsGone) {
        LOG.log(Level.WARNING, "a streamed response was cut short", e);
      }
      callback.failed(e);
      return;
    }
    Fault fault =
        switch (e) {
          case Fault known -> known;
          case HttpException unreadable ->
              new Fault.Invalid("the request cannot be read: " + unreadable.getReason());
          case InterruptedException _ ->
              new Fault.Unavailable("the platform is stopping; try again");
          default -> new Fault.Internal("the platform failed on this request; its log says why", e);
        };
    if (fault instanceof Fault.Internal) {
      LOG.log(Level.ERROR, "request failed: " + found.pattern(), e);
    }
    if (fault instanceof Fault.Unauthenticated) {
      metrics.unauthenticated();
    }
    if (fault instanceof Fault.Unauthenticated refused && refused.challenge() != null) {
      response.getHeaders().put("WWW-Authenticate", refused.challenge());
    }
    if (fault instanceof Fault.Throttled throttled) {
      long seconds = Math.max(1, throttled.retryAfter().toSeconds());
      response.getHeaders().put("Retry-After", seconds);
    }
    refuse(request, response, callback, found.handler().refusal(fault));
  }

  private static void refuse(
      Request request, Response response, Callback callback, ErrorAnswer answer) {
    UnreadBody.readOut(request);
    UnreadBody.announceEnd(request, response);
    byte[] bytes = Json.bytes(answer.body());
    response.setStatus(answer.status());
    response.getHeaders().put("Content-Type", "application/json");
    response.getHeaders().put("Content-Length", bytes.length);
    if (answer.type() != null) {
      response.getHeaders().put("x-amzn-errortype", answer.type());
    }
    if (answer.status() == 401 && !response.getHeaders().contains("WWW-Authenticate")) {
      response.getHeaders().put("WWW-Authenticate", "Bearer");
    }
    response.write(true, ByteBuffer.wrap(bytes), callback);
  }

  private static RequestHead head(Request request) {
    Map<String, List<String>> headers = new HashMap<>();
    for (HttpField field : request.getHeaders()) {
      headers
          .computeIfAbsent(field.getLowerCaseName(), _ -> new ArrayList<>())
          .add(field.getValue() == null ? "" : field.getValue());
    }
    HttpURI uri = request.getHttpURI();
    boolean http2 = request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_2;
    String authority = uri.getAuthority();
    if (http2 && authority != null) {
      headers.putIfAbsent("host", List.of(authority));
    }
    String query = uri.getQuery();
    return new RequestHead(
        request.getMethod(),
        uri.getPath() == null ? "" : uri.getPath(),
        query == null ? "" : query,
        headers,
        http2,
        remote(request));
  }

  private static @Nullable InetAddress remote(Request request) {
    return request.getConnectionMetaData().getRemoteSocketAddress() instanceof InetSocketAddress ip
        ? ip.getAddress()
        : null;
  }
}
