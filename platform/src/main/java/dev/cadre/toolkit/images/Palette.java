package dev.cadre.toolkit.images;

import dev.cadre.toolkit.files.Interruption;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The colours that a picture is made of: its pixels by 4,096 bins of colour, the bins gathered
 * around the most frequent that differ (k-means in {@link Lab}). The same picture gives the same
 * palette.
 */
final class Palette {
  private static final int ROUNDS = 12;

  /** Colours nearer than this (squared) are one to the eye at a glance. */
  private static final double ALIKE = 12 * 12;

  private final List<Bin> bins = new ArrayList<>();
  private long opaque;
  private long all;

  private record Bin(int rgb, Lab lab, long pixels) {}

  /**
   * @param share of the pixels that are not transparent, 0 to 1
   */
  record Colour(int rgb, double share) {}

  Palette(BufferedImage image) throws InterruptedException {
    Map<Integer, long[]> sums = new HashMap<>();
    for (int y = 0; y < image.getHeight(); y++) {
      Interruption.check();
      for (int x = 0; x < image.getWidth(); x++) {
        int argb = image.getRGB(x, y);
        all++;
        if (argb >>> 24 < 128) {
          continue;
        }
        opaque++;
        int bin = ((argb >> 12) & 0xF00) | ((argb >> 8) & 0xF0) | ((argb >> 4) & 0xF);
        long[] sum = sums.computeIfAbsent(bin, fresh -> new long[4]);
        sum[0]++;
        sum[1] += (argb >> 16) & 0xFF;
        sum[2] += (argb >> 8) & 0xFF;
        sum[3] += argb & 0xFF;
      }
    }
    sums.values().forEach(sum -> bins.add(bin(sum)));
    bins.sort(Comparator.comparingLong(Bin::pixels).reversed().thenComparingInt(Bin::rgb));
  }

  private static Bin bin(long[] sum) {
    int rgb = (int) (((sum[1] / sum[0]) << 16) | ((sum[2] / sum[0]) << 8) | (sum[3] / sum[0]));
    return new Bin(rgb, Lab.of(rgb), sum[0]);
  }

  /** Of all pixels, those that are seen through; 0 to 1. */
  double transparent() {
    return all == 0 ? 0 : (double) (all - opaque) / all;
  }

  /** The most frequent first. */
  List<Colour> colours(int most) {
    List<Lab> centres = new ArrayList<>();
    for (Bin bin : bins) {
      if (centres.size() < most && centres.stream().allMatch(c -> c.distance(bin.lab()) > ALIKE)) {
        centres.add(bin.lab());
      }
    }
    List<List<Bin>> groups = List.of();
    for (int round = 0; round < ROUNDS; round++) {
      groups = gathered(centres);
      for (int i = 0; i < centres.size(); i++) {
        centres.set(i, groups.get(i).isEmpty() ? centres.get(i) : mean(groups.get(i)));
      }
    }
    return groups.stream()
        .filter(group -> !group.isEmpty())
        .map(this::colour)
        .sorted(Comparator.comparingDouble(Colour::share).reversed())
        .toList();
  }

  private List<List<Bin>> gathered(List<Lab> centres) {
    List<List<Bin>> groups = new ArrayList<>();
    centres.forEach(centre -> groups.add(new ArrayList<>()));
    for (Bin bin : bins) {
      int nearest = 0;
      for (int i = 1; i < centres.size(); i++) {
        if (centres.get(i).distance(bin.lab()) < centres.get(nearest).distance(bin.lab())) {
          nearest = i;
        }
      }
      groups.get(nearest).add(bin);
    }
    return groups;
  }

  private static Lab mean(List<Bin> group) {
    double weight = group.stream().mapToLong(Bin::pixels).sum();
    double l = 0;
    double a = 0;
    double b = 0;
    for (Bin bin : group) {
      double part = bin.pixels() / weight;
      l += bin.lab().l() * part;
      a += bin.lab().a() * part;
      b += bin.lab().b() * part;
    }
    return new Lab(l, a, b);
  }

  private Colour colour(List<Bin> group) {
    long pixels = 0;
    long red = 0;
    long green = 0;
    long blue = 0;
    for (Bin bin : group) {
      pixels += bin.pixels();
      red += bin.pixels() * ((bin.rgb() >> 16) & 0xFF);
      green += bin.pixels() * ((bin.rgb() >> 8) & 0xFF);
      blue += bin.pixels() * (bin.rgb() & 0xFF);
    }
    int rgb = (int) (((red / pixels) << 16) | ((green / pixels) << 8) | (blue / pixels));
    return new Colour(rgb, (double) pixels / opaque);
  }
}
