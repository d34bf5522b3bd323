package dev.cadre.cli;

/** A word that stands for itself, by its place; one that repeats comes last and takes the rest. */
record Operand(String label, Count count, String description) implements Parameter {
  @Override
  public String shown() {
    return label;
  }
}
