package dev.cadre.tool;

import dev.cadre.config.Nearest;
import dev.cadre.json.Json;
import dev.cadre.model.ToolSpec;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Quantities in other units, by the exact definitions of the SI Brochure and NIST Special
 * Publication 811.
 */
final class UnitConversion implements Tool {
  private static final MathContext DIGITS = new MathContext(15, RoundingMode.HALF_EVEN);
  private static final ToolSpec SPEC =
      new ToolSpec(
          "convert_units",
          "Converts a quantity to another unit: length, mass, volume, area, speed, time, data,"
              + " energy, power, pressure, temperature.",
          Schemas.of(
              """
              {
                "type": "object",
                "properties": {
                  "amount": {"type": "number", "description": "The number to convert"},
                  "from_unit": {
                    "type": "string",
                    "minLength": 1,
                    "maxLength": 40,
                    "description": "The unit that it is in, such as miles, kg or fahrenheit"
                  },
                  "to_unit": {
                    "type": "string",
                    "minLength": 1,
                    "maxLength": 40,
                    "description": "The unit that is wanted, such as km, pounds or celsius"
                  }
                },
                "required": ["amount", "from_unit", "to_unit"],
                "additionalProperties": false
              }
              """));

  /** In each line: what is measured, how much of its base unit this is, and the unit's names. */
  private static final String UNITS =
      """
      length 1 metre metres meter meters m
      length 1000 kilometre kilometres kilometer kilometers km
      length 0.01 centimetre centimetres centimeter centimeters cm
      length 0.001 millimetre millimetres millimeter millimeters mm
      length 0.0254 inch inches in
      length 0.3048 foot feet ft
      length 0.9144 yard yards yd
      length 1609.344 mile miles mi
      length 1852 nautical-mile nautical-miles nmi
      mass 1 kilogram kilograms kilo kilos kg
      mass 0.001 gram grams g
      mass 0.000001 milligram milligrams mg
      mass 1000 tonne tonnes t
      mass 0.45359237 pound pounds lb lbs
      mass 0.028349523125 ounce ounces oz
      mass 6.35029318 stone stones st
      volume 1 litre litres liter liters l
      volume 0.001 millilitre millilitres milliliter milliliters ml
      volume 0.01 centilitre centilitres cl
      volume 1000 cubic-metre cubic-metres cubic-meter cubic-meters m3
      volume 3.785411784 gallon gallons gal
      volume 4.54609 imperial-gallon imperial-gallons
      volume 0.473176473 pint pints
      volume 0.2365882365 cup cups
      volume 0.0295735295625 fluid-ounce fluid-ounces
      area 1 square-metre square-metres square-meter square-meters m2
      area 1000000 square-kilometre square-kilometres square-kilometer square-kilometers km2
      area 10000 hectare hectares ha
      area 4046.8564224 acre acres
      area 0.09290304 square-foot square-feet ft2
      area 2589988.110336 square-mile square-miles
      speed 1 metres-per-second m/s
      speed 0.277777777777777777777777777777778 kilometres-per-hour km/h kmh kph
      speed 0.44704 miles-per-hour mph
      speed 0.514444444444444444444444444444444 knot knots
      time 1 second seconds s
      time 0.001 millisecond milliseconds ms
      time 60 minute minutes min
      time 3600 hour hours h
      time 86400 day days
      time 604800 week weeks
      data 1 byte bytes
      data 0.125 bit bits
      data 1000 kilobyte kilobytes kb
      data 1000000 megabyte megabytes mb
      data 1000000000 gigabyte gigabytes gb
      data 1000000000000 terabyte terabytes tb
      data 1024 kibibyte kibibytes kib
      data 1048576 mebibyte mebibytes mib
      data 1073741824 gibibyte gibibytes gib
      energy 1 joule joules j
      energy 1000 kilojoule kilojoules kj
      energy 4184 kilocalorie kilocalories kcal
      energy 4.184 calorie calories cal
      energy 3600000 kilowatt-hour kilowatt-hours kwh
      power 1 watt watts w
      power 1000 kilowatt kilowatts kw
      power 745.69987158227022 horsepower hp
      pressure 1 pascal pascals pa
      pressure 100000 bar bars
      pressure 101325 atmosphere atmospheres atm
      pressure 6894.757293168361 psi
      temperature 1 kelvin k
      temperature 1 celsius centigrade c °c degrees-celsius
      temperature 0.555555555555555555555555555555556 fahrenheit f °f degrees-fahrenheit
      """;

  private static final BigDecimal ZERO_CELSIUS = new BigDecimal("273.15");
  private static final BigDecimal FREEZING_FAHRENHEIT = new BigDecimal("32");

  private final Map<String, Unit> units = new LinkedHashMap<>();

  /**
   * @param name the first of its names
   * @param size in the base unit of its dimension
   */
  private record Unit(String dimension, String name, BigDecimal size) {}

  UnitConversion() {
    UNITS
        .lines()
        .map(line -> line.split(" ", -1))
        .forEach(
            words -> {
              Unit unit = new Unit(words[0], words[2].replace('-', ' '), new BigDecimal(words[1]));
              for (int i = 2; i < words.length; i++) {
                units.put(words[i], unit);
              }
            });
  }

  @Override
  public ToolSpec spec() {
    return SPEC;
  }

  @Override
  public ToolOutcome call(ToolInvocation invocation) {
    JsonNode arguments = invocation.arguments();
    String from = arguments.path("from_unit").asString();
    String to = arguments.path("to_unit").asString();
    Unit source = unit(from);
    Unit target = unit(to);
    if (source == null || target == null) {
      return unknown(source == null ? from : to);
    }
    if (!source.dimension().equals(target.dimension())) {
      return new ToolOutcome.Failed(
          "%s is a %s and %s a %s: neither is the other in another unit."
              .formatted(source.name(), source.dimension(), target.name(), target.dimension()));
    }
    BigDecimal value = arguments.path("amount").decimalValue();
    if (source.dimension().equals("temperature") && value.add(offset(source)).signum() < 0) {
      return new ToolOutcome.Failed(
          "%s %s is below absolute zero; there is no such temperature."
              .formatted(value.toPlainString(), source.name()));
    }
    return ToolOutcome.Answered.json(
        Json.object()
            .put("amount", value)
            .put("from_unit", source.name())
            .put("to_unit", target.name())
            .put("result", plain(converted(value, source, target))));
  }

  private @Nullable Unit unit(String name) {
    return units.get(key(name));
  }

  private static String key(String name) {
    return name.strip().toLowerCase(Locale.ROOT).replaceAll("[\\s_]+", "-");
  }

  private ToolOutcome unknown(String name) {
    return new ToolOutcome.Failed(
        "'%s' is no unit that is known here%s"
            .formatted(
                name,
                Nearest.to(key(name), units.keySet())
                    .map(near -> "; did you mean '" + near.replace('-', ' ') + "'?")
                    .orElse(".")));
  }

  private static BigDecimal converted(BigDecimal value, Unit source, Unit target) {
    BigDecimal base = value.add(offset(source)).multiply(source.size(), MathContext.DECIMAL128);
    return base.divide(target.size(), MathContext.DECIMAL128)
        .subtract(offset(target))
        .round(DIGITS);
  }

  /** Where a scale of temperature begins, counted in its own degrees from absolute zero. */
  private static BigDecimal offset(Unit unit) {
    return switch (unit.name()) {
      case "celsius" -> ZERO_CELSIUS;
      case "fahrenheit" ->
          ZERO_CELSIUS.divide(unit.size(), MathContext.DECIMAL128).subtract(FREEZING_FAHRENHEIT);
      default -> BigDecimal.ZERO;
    };
  }

  private static BigDecimal plain(BigDecimal value) {
    BigDecimal bare = value.stripTrailingZeros();
    return bare.scale() < 0 ? bare.setScale(0) : bare;
  }
}
