package dev.cadre.offline;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Units of measure and currencies, what they are short for, and what they measure. */
final class Units {
  /** A dimension per line: its name, what else names a value of it, then its units' forms. */
  private static final String TABLE =
      """
      time duration,period,time,interval,age,timespan : second,s,sec,secs;minute,min,mins;hour,h,hr,hrs;day;week;month;year,yr,yrs;decade;century
      length distance,length,height,width,depth,radius,diameter,base,side,altitude,displacement,wavelength,size : meter,m,metre;kilometer,km,kilometre,kms;centimeter,cm,centimetre;millimeter,mm,millimetre;mile,mi;foot,ft,feet;inch,in,inches;yard,yd;nanometer,nm
      mass mass,weight : kilogram,kg,kgs,kilo;gram,g;milligram,mg;pound,lb,lbs;ounce,oz;ton,tonne
      speed speed,velocity : m/s,mps,meter/second;km/h,kmh,kph,kilometer/hour;mph,mile/hour;knot
      acceleration acceleration,gravity : m/s^2,m/s²,m/s2,meter/second^2
      area area : acre;hectare;sqft;sqm
      volume volume,capacity : liter,l,litre;milliliter,ml;gallon,gal;cup
      temperature temperature,temp : celsius,°c,c,centigrade;fahrenheit,°f,f;kelvin,k;degree,°
      force force,tension : newton,n
      energy energy,work,heat : joule,j;kilojoule,kj;calorie,cal;kcal;kwh
      power power : watt,w;kilowatt,kw;horsepower,hp
      electric current : ampere,amp,a,amps
      potential voltage,potential : volt,v
      resistance resistance : ohm
      charge charge : coulomb
      frequency frequency : hertz,hz;khz;mhz;ghz
      pressure pressure : pascal,pa;atm,atmosphere;bar;psi
      rate rate,interest,probability,percentage,percent,discount,tax,ratio,yield,return,tip,efficiency : %,percent
      money price,cost,amount,budget,salary,income,payment,principal,investment,loan,fee,value,deposit,balance,total,money,revenue,spend : $,usd,dollar;€,eur,euro;£,gbp;¥,jpy,yen;₹,inr,rupee
      data size,storage,memory : byte;kb;mb;gb;tb
      """;

  private static final Map<String, String> CANONICAL = new HashMap<>();
  private static final Map<String, String> DIMENSIONS = new HashMap<>();
  private static final Map<String, Set<String>> NAMES = new HashMap<>();

  static {
    TABLE.lines().forEach(Units::read);
  }

  private Units() {}

  private static void read(String line) {
    String[] sides = line.split(" : ", 2);
    String[] head = sides[0].split(" ", 2);
    NAMES.put(head[0], Set.of(head[1].split(",")));
    for (String unit : sides[1].split(";")) {
      String[] forms = unit.split(",");
      for (String form : forms) {
        CANONICAL.put(form, forms[0]);
        CANONICAL.putIfAbsent(form + "s", forms[0]);
      }
      DIMENSIONS.put(forms[0], head[0]);
    }
  }

  static boolean known(String word) {
    return canonical(word).isPresent();
  }

  /** {@code kilometer} for {@code km}, {@code kilometres} and the like. */
  static Optional<String> canonical(String word) {
    String lower = word.toLowerCase(Locale.ROOT);
    int slash = lower.indexOf('/');
    if (slash > 0 && !CANONICAL.containsKey(lower)) {
      String below = lower.substring(slash + 1);
      int power = below.indexOf('^') < 0 ? below.length() : below.indexOf('^');
      lower =
          CANONICAL.getOrDefault(lower.substring(0, slash), "")
              + "/"
              + CANONICAL.getOrDefault(below.substring(0, power), "")
              + below.substring(power);
    }
    return Optional.ofNullable(CANONICAL.get(lower));
  }

  /** What the unit measures: {@code length} for {@code km}. */
  static Optional<String> dimension(String unit) {
    return canonical(unit).map(DIMENSIONS::get);
  }

  /** True when a parameter with this word in its name holds what the dimension measures. */
  static boolean names(String dimension, String word) {
    return NAMES.getOrDefault(dimension, Set.of()).contains(word);
  }

  /** The dimension that a word of a parameter's name stands for. */
  static Optional<String> named(String word) {
    return NAMES.entrySet().stream()
        .filter(entry -> entry.getValue().contains(word))
        .map(Map.Entry::getKey)
        .min(String::compareTo);
  }
}
