package dev.cadre.toolkit.images;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;

/** What people call a colour: the nearest of some forty with a plain name. */
final class ColourNames {
  private static final Map<String, Lab> NAMES = new LinkedHashMap<>();

  static {
    String[] table = {
      "black 000000",
      "dark grey 404040",
      "grey 808080",
      "light grey C0C0C0",
      "white FFFFFF",
      "red E02020",
      "dark red 8B0000",
      "light red FF7F7F",
      "pink FFB6C1",
      "hot pink FF50A0",
      "crimson B01038",
      "orange FF8C00",
      "dark orange C85A00",
      "peach FFDAB0",
      "brown 7B4A21",
      "dark brown 4A2A12",
      "light brown B5835A",
      "tan D2B48C",
      "beige F1E8D0",
      "cream FFFBE6",
      "yellow FFE000",
      "light yellow FFF6A0",
      "gold D4A020",
      "olive 808000",
      "lime A6E22E",
      "light green 90EE90",
      "green 30A030",
      "dark green 0B5A1E",
      "forest green 2B6B34",
      "mint A8E6CF",
      "teal 008080",
      "turquoise 40E0D0",
      "cyan 00DCFF",
      "sky blue 87CEEB",
      "light blue B0D4F1",
      "blue 2060E0",
      "dark blue 10208B",
      "navy 0A0F3C",
      "steel blue 4682B4",
      "slate 5A6B7B",
      "indigo 4B0082",
      "purple 8030A0",
      "violet A06AE0",
      "lavender DCD0F5",
      "magenta E020E0",
      "plum 80305A",
      "maroon 5A1020"
    };
    for (String line : table) {
      int space = line.lastIndexOf(' ');
      NAMES.put(line.substring(0, space), Lab.of(Integer.parseInt(line.substring(space + 1), 16)));
    }
  }

  private ColourNames() {}

  static String of(int rgb) {
    Lab colour = Lab.of(rgb);
    return NAMES.entrySet().stream()
        .min(Comparator.comparingDouble(entry -> entry.getValue().distance(colour)))
        .orElseThrow()
        .getKey();
  }
}
