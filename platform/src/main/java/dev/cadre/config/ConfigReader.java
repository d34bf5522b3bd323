package dev.cadre.config;

import dev.cadre.fault.Fault;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Turns a YAML or JSON text into a feature's record. The feature asks a {@link Section} for each
 * key it knows, with the key's default and range; what it did not ask for is an unknown key.
 * Nothing is built unless everything is right.
 */
public final class ConfigReader {
  private final @Nullable SecretSource secrets;

  public ConfigReader(SecretSource secrets) {
    this.secrets = secrets;
  }

  private ConfigReader() {
    this.secrets = null;
  }

  /**
   * Takes <code>${env:NAME}</code> for the text it is: for files of people who must not read what
   * belongs to the platform.
   */
  public static ConfigReader literal() {
    return new ConfigReader();
  }

  /**
   * Reads {@code text}, which a person knows as {@code source}. Throws {@link Fault.Invalid} whose
   * message has one line for each problem: {@code source:line: key what is wrong}.
   */
  public <T> T read(String source, String text, Function<Section, T> shape) {
    Problems problems = new Problems(source);
    ConfigNode root = ConfigParser.parse(text, problems);
    if (!problems.isEmpty()) {
      throw problems.fault();
    }
    Section section = Section.root(root, new References(secrets, problems), problems);
    T result = built(section, shape, problems);
    section.refuseUnknown();
    if (!problems.isEmpty()) {
      throw problems.fault();
    }
    return result;
  }

  private static <T> T built(Section section, Function<Section, T> shape, Problems problems) {
    try {
      return shape.apply(section);
    } catch (IllegalArgumentException | Fault.Invalid e) {
      // A record that refuses its components: after other problems because it was given
      // placeholders, otherwise for a rule that no single key breaks.
      section.refuseUnknown();
      if (problems.isEmpty()) {
        section.problem("", String.valueOf(e.getMessage()));
      }
      throw problems.fault();
    }
  }
}
