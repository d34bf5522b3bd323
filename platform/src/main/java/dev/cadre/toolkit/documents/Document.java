package dev.cadre.toolkit.documents;

import java.util.List;

/** An open document. Not thread-safe. */
interface Document extends AutoCloseable {

  /** What its parts are called: page, slide, sheet or section. */
  String unit();

  int parts();

  /**
   * @param number from 1 to {@link #parts}
   */
  Part part(int number) throws InterruptedException;

  /** Tables of a part, which can cost more than its text. */
  default List<Block.Table> tables(int number) throws InterruptedException {
    return part(number).tables();
  }

  /** Its headings, in their order, at most {@code most}. */
  List<Entry> outline(int most) throws InterruptedException;

  /**
   * A heading and where it stands.
   *
   * @param level from 1
   */
  record Entry(int level, String text, int part) {}

  @Override
  void close();
}
