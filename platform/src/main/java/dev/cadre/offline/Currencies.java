package dev.cadre.offline;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Names and signs of currencies, and their codes by ISO 4217. */
final class Currencies {
  private static final String TABLE =
      """
      USD us dollar,us dollars,dollar,dollars,united states dollar,united states dollars,american dollars,$,usd
      EUR euro,euros,€,eur
      GBP pound,pounds,british pound,british pounds,pound sterling,pounds sterling,£,gbp
      JPY yen,japanese yen,¥,jpy
      CNY yuan,chinese yuan,renminbi,rmb,cny
      INR rupee,rupees,indian rupee,indian rupees,₹,inr
      CAD canadian dollar,canadian dollars,cad
      AUD australian dollar,australian dollars,aud
      CHF swiss franc,swiss francs,franc,francs,chf
      MXN mexican peso,mexican pesos,mxn
      BRL brazilian real,brazilian reais,brl
      KRW won,korean won,krw
      """;
  private static final Map<String, String> CODES = codes();

  private Currencies() {}

  private static Map<String, String> codes() {
    Map<String, String> codes = new HashMap<>();
    TABLE
        .lines()
        .forEach(
            line -> {
              for (String name : line.substring(4).split(",")) {
                codes.put(name, line.substring(0, 3));
              }
            });
    return Map.copyOf(codes);
  }

  static Optional<String> code(String name) {
    return Optional.ofNullable(CODES.get(name.strip().toLowerCase(Locale.ROOT)));
  }
}
