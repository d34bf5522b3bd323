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

  /** A tick's number, with as many digits as its step needs. */
  String label(double tick) {
    return number(Math.abs(tick) < step / 1e6 ? 0 : tick, step);
  }

  /** A value beside such a scale: 1,234.5, or 1.2M from a million. */
  static String number(double value, double step) {
    double size = Math.max(Math.abs(value), Math.abs(step));
    if (size >= 1e15 || (size < 1e-4 && size > 0)) {
      return BigDecimal.valueOf(value).round(new MathContext(3)).toString();
    }
    String[] units = {"", "M", "B", "T"};
    int unit = 0;
    double scaled = value;
    double scaledStep = step;
    if (Math.abs(value) >= 1e6 || step >= 1e5) {
      while (unit < 3 && (Math.abs(scaled) >= (unit == 0 ? 1e6 : 1e3))) {
        double by = unit == 0 ? 1e6 : 1e3;
        scaled /= by;
        scaledStep /= by;
        unit++;
      }
    }
    int digits = scaledStep <= 0 ? 2 : Math.clamp((long) Math.ceil(-Math.log10(scaledStep)), 0, 6);
    if (scaledStep > 0 && digits < 6 && !whole(scaledStep * Math.pow(10, digits))) {
      digits++;
    }
    String text = String.format(Locale.ROOT, "%,." + digits + "f", scaled);
    return text.replaceFirst("^-(?=[0.]*$)", "") + units[unit];
  }

  private static boolean whole(double value) {
    return Math.abs(value - Math.rint(value)) < 1e-6;
  }
}
