package dev.cadre.toolkit.charts;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * An axis of numbers with round ticks: steps of 1, 2, 2.5 or 5 times a power of ten.
 *
 * @param from the lowest tick
 * @param to the highest tick; more than {@code from}
 */
record Scale(double from, double to, double step) {
  private static final double[] STEPS = {1, 2, 2.5, 5, 10};

  /**
   * @param low the lowest value
   * @param high the highest value, not below {@code low}
   * @param wanted about how many ticks
   */
  static Scale over(double low, double high, int wanted) {
    double lowest = low;
    double highest = high;
    if (lowest == highest) {
      double around = lowest == 0 ? 1 : Math.abs(lowest) / 2;
      lowest -= around;
      highest += around;
    }
    double raw = (highest / wanted) - (lowest / wanted);
    double power = Math.pow(10, Math.floor(Math.log10(raw)));
    double step = 10 * power;
    for (double candidate : STEPS) {
      if (candidate * power >= raw * 0.999) {
        step = candidate * power;
        break;
      }
    }
    return new Scale(
        Math.floor(lowest / step + 1e-9) * step, Math.ceil(highest / step - 1e-9) * step, step);
  }

  /** As {@link #over}, with zero among the ticks. */
  static Scale withZero(double low, double high, int wanted) {
    double to = Math.max(high, 0);
    double from = Math.min(low, 0);
    return from == to ? new Scale(0, 1, 0.25) : over(from, to, wanted);
  }

  List<Double> ticks() {
    List<Double> ticks = new ArrayList<>();
    long count = Math.min(Math.round((to - from) / step), 100);
    for (long i = 0; i <= count; i++) {
      ticks.add(from + i * step);
    }
    return ticks;
  }

  /** Where {@code value} stands between the ends: 0 to 1. */
  double share(double value) {
    return (value - from) / (to - from);
  }

  /** A tick's number, with as many digits as its step needs: 1,200, 0.25, or 1.5M of millions. */
  String label(double tick) {
    double largest = Math.max(Math.abs(from), Math.abs(to));
    if (largest >= 1e15 || largest < 1e-4) {
      return BigDecimal.valueOf(tick).round(new MathContext(3)).toString();
    }
    double unit = largest >= 1e12 ? 1e12 : largest >= 1e9 ? 1e9 : largest >= 1e6 ? 1e6 : 1;
    String letter = unit == 1e12 ? "T" : unit == 1e9 ? "B" : unit == 1e6 ? "M" : "";
    double scaled = step / unit;
    int digits = 0;
    while (digits < 6 && !whole(scaled * Math.pow(10, digits))) {
      digits++;
    }
    boolean zero = Math.abs(tick) < step / 1e6;
    return zero ? "0" : String.format(Locale.ROOT, "%,." + digits + "f", tick / unit) + letter;
  }

  private static boolean whole(double value) {
    return Math.abs(value - Math.rint(value)) < 1e-6;
  }
}
