package dev.cadre.telemetry;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import java.time.InstantSource;
import java.util.List;

/**
 * Keeps at most so many of the traces of a second, each whole: under load, writing spans would
 * otherwise cost more than what they tell of. Metrics count every request. Thread-safe.
 */
final class TraceBudget implements Sampler {
  private final Sampler sampler;
  private final InstantSource clock;
  private final int perSecond;
  private long second;
  private int taken;

  /**
   * @param sampler decides before a trace is counted
   */
  TraceBudget(Sampler sampler, InstantSource clock, int perSecond) {
    this.sampler = sampler;
    this.clock = clock;
    this.perSecond = perSecond;
  }

  @Override
  public SamplingResult shouldSample(
      Context parent,
      String traceId,
      String name,
      SpanKind kind,
      Attributes attributes,
      List<LinkData> links) {
    SamplingResult result = sampler.shouldSample(parent, traceId, name, kind, attributes, links);
    return result.getDecision() == SamplingDecision.RECORD_AND_SAMPLE && !take()
        ? SamplingResult.drop()
        : result;
  }

  private synchronized boolean take() {
    long now = Math.floorDiv(clock.millis(), 1_000);
    if (now != second) {
      second = now;
      taken = 0;
    }
    if (taken >= perSecond) {
      return false;
    }
    taken++;
    return true;
  }

  @Override
  public String getDescription() {
    return "TraceBudget{" + perSecond + "/s of " + sampler.getDescription() + "}";
  }
}
