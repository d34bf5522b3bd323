package dev.cadre.toolkit;

import dev.cadre.config.Section;
import dev.cadre.credential.ServerAuthorization;
import dev.cadre.fault.Fault;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which servers the platform serves, and which it knows of elsewhere.
 *
 * @param served by name, which is the last part of the path
 * @param elsewhere by name; no name is in both
 */
public record ServersConfig(Map<String, Toolkit.Plan> served, Map<String, Elsewhere> elsewhere) {
  public static final ServersConfig NONE = new ServersConfig(Map.of(), Map.of());

  private static final int MAX = 200;
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,47}");

  public ServersConfig {
    served = Map.copyOf(served);
    elsewhere = Map.copyOf(elsewhere);
  }

  /**
   * A server somewhere else.
   *
   * @param health answers GET with a status below 400 when it is well; null to list its tools
   * @param authorization how tokens for it are had, should it want any
   */
  public record Elsewhere(URI url, @Nullable URI health, ServerAuthorization authorization) {}

  /** Reads the sections {@code servers} and {@code registry} of {@code root}. */
  public static ServersConfig read(Section root) {
    Map<String, Toolkit.Plan> served = new LinkedHashMap<>();
    served.putAll(served(root, Path.of("")));
    Map<String, Elsewhere> elsewhere = new LinkedHashMap<>();
    root.named("registry")
        .forEach(
            (name, section) -> {
              named(section, name, served.containsKey(name));
              elsewhere.put(name, elsewhere(section));
            });
    if (served.size() + elsewhere.size() > MAX) {
      root.problem("registry", "and servers have more than " + MAX + " entries together");
    }
    return new ServersConfig(served, elsewhere);
  }

  /**
   * Reads the section {@code servers} of {@code root}.
   *
   * @param base where relative paths of the servers' settings begin
   */
  public static Map<String, Toolkit.Plan> served(Section root, Path base) {
    Map<String, Toolkit.Plan> served = new LinkedHashMap<>();
    root.named("servers").forEach((name, section) -> plan(served, name, section, base));
    return served;
  }

  /** The same with further servers, of names that are free. */
  public ServersConfig and(Map<String, Toolkit.Plan> further) {
    Map<String, Toolkit.Plan> all = new LinkedHashMap<>(served);
    all.putAll(further);
    return new ServersConfig(all, elsewhere);
  }

  /** What is set for servers elsewhere, by their address. */
  public Map<URI, ServerAuthorization> authorizations() {
    Map<URI, ServerAuthorization> set = new LinkedHashMap<>();
    elsewhere.values().forEach(one -> set.put(one.url(), one.authorization()));
    return set;
  }

  /** True when a server has that name. */
  public boolean has(String name) {
    return served.containsKey(name) || elsewhere.containsKey(name);
  }

  private static void plan(
      Map<String, Toolkit.Plan> served, String name, Section section, Path base) {
    named(section, name, false);
    String kind = section.text("kind", name);
    try {
      served.put(name, Toolkit.find(kind).reads().plan(section, base));
    } catch (Fault.Invalid e) {
      section.problem("kind", "is '" + kind + "': " + e.getMessage());
    }
  }

  private static void named(Section section, String name, boolean taken) {
    if (!NAME.matcher(name).matches()) {
      section.problem("", "has a name that does not match " + NAME);
    }
    if (taken) {
      section.problem("", "is a name that servers has already");
    }
  }

  private static Elsewhere elsewhere(Section section) {
    URI url = http(section, "url");
    return new Elsewhere(
        url,
        section.has("health") ? http(section, "health") : null,
        section.has("authorization")
            ? ServerAuthorization.read(section.section("authorization"))
            : ServerAuthorization.DISCOVERED);
  }

  /** An address in {@code section}; a problem of it, and some other address, when it is none. */
  public static URI http(Section section, String key) {
    String text = section.text(key);
    try {
      URI uri = URI.create(text);
      if (uri.getHost() != null
          && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
        return uri;
      }
    } catch (IllegalArgumentException notAUrl) {
      // Told below.
    }
    if (!text.isEmpty()) {
      section.problem(key, "is '" + text + "'; it must be an http or https URL");
    }
    return URI.create("http://localhost");
  }
}
