package dev.cadre.toolkit.video;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** The numbers that a Flash video's {@code onMetaData} tells, in AMF0. */
final class ScriptData {
  private static final int NUMBER = 0;
  private static final int BOOLEAN = 1;
  private static final int STRING = 2;
  private static final int OBJECT = 3;
  private static final int ARRAY_BY_NAME = 8;
  private static final int DATE = 11;
  private static final int LONG_STRING = 12;
  private static final int MOST = 1_000;

  private final Piece body;
  private final Map<String, Double> numbers = new HashMap<>();
  private long at;

  private ScriptData(Piece body) {
    this.body = body;
  }

  /**
   * Those of the outermost list, as far as it can be read: what stands in lists within it, such as
   * the places of key frames, is nothing of the whole video.
   */
  static Map<String, Double> numbers(Piece body) {
    ScriptData data = new ScriptData(body);
    data.read();
    return data.numbers;
  }

  private void read() {
    if (body.length() < 3 || body.u8(0) != STRING) {
      return;
    }
    at = 3L + body.u16(1);
    if (at >= body.length()) {
      return;
    }
    int type = body.u8(at++);
    if (type == ARRAY_BY_NAME) {
      at += 4;
    } else if (type != OBJECT) {
      return;
    }
    for (int i = 0; i < MOST && body.length() - at >= 3; i++) {
      String name = body.text(at + 2, body.u16(at), StandardCharsets.UTF_8);
      at += 2 + body.u16(at);
      int of = body.u8(at++);
      if (of == NUMBER) {
        numbers.put(name, body.f64(at));
      }
      int length = length(of);
      if (length < 0) {
        return;
      }
      at += length;
    }
  }

  /** Of a value of a type; -1 for the end, and for lists, behind which nothing is looked for. */
  private int length(int type) {
    return switch (type) {
      case NUMBER -> 8;
      case BOOLEAN -> 1;
      case STRING -> 2 + body.u16(at);
      case DATE -> 10;
      case LONG_STRING -> (int) Math.min(Integer.MAX_VALUE, 4 + body.u32(at));
      default -> -1;
    };
  }
}
