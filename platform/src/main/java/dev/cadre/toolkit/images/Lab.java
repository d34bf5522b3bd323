package dev.cadre.toolkit.images;

/**
 * A colour in CIE 1976 L*a*b* (D65), where equal distances look about equally different.
 *
 * @param l lightness, 0 to 100
 */
record Lab(double l, double a, double b) {

  /** Of an sRGB colour, 0xRRGGBB; by IEC 61966-2-1 and CIE 15. */
  static Lab of(int rgb) {
    double red = linear((rgb >> 16) & 0xFF);
    double green = linear((rgb >> 8) & 0xFF);
    double blue = linear(rgb & 0xFF);
    double x = root((0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047);
    double y = root(0.2126729 * red + 0.7151522 * green + 0.0721750 * blue);
    double z = root((0.0193339 * red + 0.1191920 * green + 0.9503041 * blue) / 1.08883);
    return new Lab(116 * y - 16, 500 * (x - y), 200 * (y - z));
  }

  private static double linear(int channel) {
    double value = channel / 255.0;
    return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
  }

  private static double root(double value) {
    return value > 216.0 / 24_389 ? Math.cbrt(value) : (24_389.0 / 27 * value + 16) / 116;
  }

  /** The square of the distance. */
  double distance(Lab other) {
    double dl = l - other.l;
    double da = a - other.a;
    double db = b - other.b;
    return dl * dl + da * da + db * db;
  }
}
