package dev.cadre.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class Utf8Test {
  private static final String TEXT = "a\u00e9\u20ac\ud83d\ude00z";

  @Test
  void a_cut_at_any_byte_loses_nothing() {
    byte[] bytes = TEXT.getBytes(UTF_8);
    for (int cut = 0; cut <= bytes.length; cut++) {
      Utf8 utf8 = new Utf8();
      String read =
          utf8.decode(Arrays.copyOf(bytes, cut))
              + utf8.decode(Arrays.copyOfRange(bytes, cut, bytes.length));
      assertThat(read).as("cut at " + cut).isEqualTo(TEXT);
    }
  }

  @Test
  void byte_by_byte_is_the_same() {
    Utf8 utf8 = new Utf8();
    StringBuilder read = new StringBuilder();
    for (byte one : TEXT.getBytes(UTF_8)) {
      read.append(utf8.decode(new byte[] {one}));
    }
    assertThat(read.toString()).isEqualTo(TEXT);
  }

  @Test
  void what_is_no_utf_8_is_replaced_and_the_rest_is_read() {
    assertThat(new Utf8().decode(new byte[] {'a', (byte) 0xff, 'b'})).isEqualTo("a\ufffdb");
  }
}
