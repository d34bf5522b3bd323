package dev.cadre.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class TraceContextTest {
  private static final String TRACEPARENT =
      "00-5759e988bd862e3fe1be46a994272793-53995c3f42cd8ad8-01";
  private static final String AMZN =
      "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1";

  private static Context read(Map<String, String> headers) {
    Map<String, String> found = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    found.putAll(headers);
    return TraceContext.read(found::get);
  }

  private static SpanContext span(Map<String, String> headers) {
    return Span.fromContext(read(headers)).getSpanContext();
  }

  private static Map<String, String> written(Context context) {
    Map<String, String> headers = new TreeMap<>();
    TraceContext.write(context, headers::put);
    return headers;
  }

  @Test
  void w3c_headers_go_through_with_aws_beside_them() {
    Map<String, String> in =
        Map.of("Traceparent", TRACEPARENT, "tracestate", "a=1", "baggage", "user=u1");
    assertThat(written(read(in)))
        .containsOnly(
            Map.entry("traceparent", TRACEPARENT),
            Map.entry("tracestate", "a=1"),
            Map.entry("baggage", "user=u1"),
            Map.entry("X-Amzn-Trace-Id", AMZN));
  }

  @Test
  void an_aws_header_becomes_w3cs() {
    assertThat(written(read(Map.of("x-amzn-trace-id", AMZN))))
        .containsEntry("traceparent", TRACEPARENT);
  }

  @Test
  void w3cs_header_wins_over_awss() {
    String other = "Root=1-00000000-000000000000000000000001;Parent=0000000000000001;Sampled=0";
    assertThat(span(Map.of("traceparent", TRACEPARENT, "X-Amzn-Trace-Id", other)).getTraceId())
        .isEqualTo("5759e988bd862e3fe1be46a994272793");
  }

  @Test
  void aws_fields_come_in_any_order_and_case() {
    SpanContext span =
        TraceContext.parse(
            "Self=1-x; sampled=0; Parent=53995C3F42CD8AD8; Root=1-5759E988-BD862E3FE1BE46A994272793");
    assertThat(span.getTraceId()).isEqualTo("5759e988bd862e3fe1be46a994272793");
    assertThat(span.isSampled()).isFalse();
    assertThat(span.isRemote()).isTrue();
  }

  @Test
  void a_root_alone_names_the_trace_and_leaves_the_decision_here() {
    SpanContext span = TraceContext.parse("Root=1-5759e988-bd862e3fe1be46a994272793");
    assertThat(span.getTraceId()).isEqualTo("5759e988bd862e3fe1be46a994272793");
    assertThat(span.getSpanId()).isEqualTo("e1be46a994272793");
    assertThat(span.isSampled()).isTrue();
  }

  @Test
  void what_is_malformed_is_as_good_as_absent() {
    for (String bad :
        new String[] {
          "",
          "Root",
          "Root=2-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8",
          "Root=1-00000000-000000000000000000000000;Parent=53995c3f42cd8ad8",
          AMZN + ";x=" + "y".repeat(600)
        }) {
      assertThat(TraceContext.parse(bad).isValid()).as(bad).isFalse();
    }
    assertThat(span(Map.of("traceparent", "00-xyz")).isValid()).isFalse();
    assertThat(written(read(Map.of()))).isEmpty();
  }

  @Test
  void too_much_baggage_is_left_behind() {
    String fits = "k=" + "v".repeat(8190);
    assertThat(Baggage.fromContext(read(Map.of("baggage", fits))).size()).isOne();
    assertThat(Baggage.fromContext(read(Map.of("baggage", fits + "v"))).isEmpty()).isTrue();
  }
}
