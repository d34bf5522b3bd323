package dev.cadre.inference;

import java.util.List;

/** The models that may be named: aliases and ids. Thread-safe. */
@FunctionalInterface
public interface ModelList {
  /** In the order to show them; no name twice. */
  List<String> names();
}
