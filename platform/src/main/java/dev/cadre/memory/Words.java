package dev.cadre.memory;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * The words of one text and how often each occurs, as PostgreSQL's full text search sees them:
 * without stop words, each by its stem. A word is kept by its 64-bit hash, so that a search over
 * ten thousand texts compares numbers. Immutable.
 */
final class Words {
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  /** Ascending. */
  private final long[] hashes;

  private final short[] counts;
  private final int length;

  private Words(long[] hashes, short[] counts, int length) {
    this.hashes = hashes;
    this.counts = counts;
    this.length = length;
  }

  /**
   * Of the text form of a tsvector: {@code 'berlin':4 'live':2,7}, where a quote in a word is
   * doubled and so is a backslash.
   */
  static Words parse(String tsvector) {
    Map<Long, Integer> counts = new TreeMap<>();
    int length = 0;
    int at = 0;
    while (at < tsvector.length()) {
      int end = endOfWord(tsvector, at + 1);
      String word = tsvector.substring(at + 1, end).replace("''", "'").replace("\\\\", "\\");
      int next = tsvector.indexOf(' ', end);
      next = next < 0 ? tsvector.length() : next;
      int count = 1;
      for (int i = end; i < next; i++) {
        count += tsvector.charAt(i) == ',' ? 1 : 0;
      }
      counts.merge(hash(word), count, Integer::sum);
      length += count;
      at = next + 1;
    }
    long[] hashes = new long[counts.size()];
    short[] each = new short[counts.size()];
    int i = 0;
    for (var entry : counts.entrySet()) {
      hashes[i] = entry.getKey();
      each[i++] = (short) Math.min(entry.getValue(), Short.MAX_VALUE);
    }
    return new Words(hashes, each, length);
  }

  /** The index of the quote that ends the word beginning at {@code from}. */
  private static int endOfWord(String text, int from) {
    int i = from;
    while (text.charAt(i) != '\'' || (i + 1 < text.length() && text.charAt(i + 1) == '\'')) {
      i += text.charAt(i) == '\'' ? 2 : 1;
    }
    return i;
  }

  /** How many words the text has. */
  int length() {
    return length;
  }

  /** How many different words the text has. */
  int different() {
    return hashes.length;
  }

  /** How often the text has the word. */
  int count(long hash) {
    int at = Arrays.binarySearch(hashes, hash);
    return at < 0 ? 0 : counts[at];
  }

  /** FNV-1a. */
  static long hash(String word) {
    long hash = FNV_OFFSET;
    for (int i = 0; i < word.length(); i++) {
      hash = (hash ^ word.charAt(i)) * FNV_PRIME;
    }
    return hash;
  }
}
