package dev.cadre.agent;

/** What runs an agent's code. {@link #JAVA_25} goes beyond AWS. */
public enum CodeRuntime {
  PYTHON_3_10(Family.PYTHON, 3, 10),
  PYTHON_3_11(Family.PYTHON, 3, 11),
  PYTHON_3_12(Family.PYTHON, 3, 12),
  PYTHON_3_13(Family.PYTHON, 3, 13),
  PYTHON_3_14(Family.PYTHON, 3, 14),
  NODE_22(Family.NODE, 22, 0),
  JAVA_25(Family.JAVA, 25, 0);

  /** Runtimes that stand in for one another. */
  public enum Family {
    PYTHON,
    NODE,
    JAVA
  }

  private final Family family;
  private final int major;
  private final int minor;

  CodeRuntime(Family family, int major, int minor) {
    this.family = family;
    this.major = major;
    this.minor = minor;
  }

  public Family family() {
    return family;
  }

  int major() {
    return major;
  }

  int minor() {
    return minor;
  }

  /** As a person says it: {@code Python 3.12}. */
  String title() {
    return switch (family) {
      case PYTHON -> "Python " + major + "." + minor;
      case NODE -> "Node " + major;
      case JAVA -> "Java " + major;
    };
  }
}
