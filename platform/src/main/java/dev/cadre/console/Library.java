package dev.cadre.console;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * The libraries of the page, in the versions that the class path has: their files, and the names by
 * which modules import them.
 */
final class Library {
  /** Where each file is in its WebJar, and where browsers find it below the release. */
  private static final List<Part> PARTS =
      List.of(
          new Part("lit-html", "lit-html.js", "lib/lit-html/lit-html.js"),
          new Part("lit-html", "directive.js", "lib/lit-html/directive.js"),
          new Part("lit-html", "directive-helpers.js", "lib/lit-html/directive-helpers.js"),
          new Part("lit-html", "directives/repeat.js", "lib/lit-html/directives/repeat.js"),
          new Part("lit-element", "lit-element.js", "lib/lit-element.js"),
          new Part("lit__reactive-element", "reactive-element.js", "lib/reactive-element.js"),
          new Part("lit__reactive-element", "css-tag.js", "lib/css-tag.js"),
          new Part("marked", "lib/marked.esm.js", "lib/marked.js"),
          new Part("dompurify", "dist/purify.es.mjs", "lib/dompurify.js"));

  private static final List<Name> NAMES =
      List.of(
          // What lit's own index has beyond its element is for pages that servers draw.
          new Name("lit", "lib/lit-element.js"),
          new Name("lit/directives/", "lib/lit-html/directives/"),
          new Name("lit-html", "lib/lit-html/lit-html.js"),
          new Name("lit-html/", "lib/lit-html/"),
          new Name("lit-element/lit-element.js", "lib/lit-element.js"),
          new Name("@lit/reactive-element", "lib/reactive-element.js"),
          new Name("marked", "lib/marked.js"),
          new Name("dompurify", "lib/dompurify.js"));

  private Library() {}

  /** A file of a WebJar. */
  record Part(String jar, String file, String path) {
    byte[] read() throws IOException {
      String resource = "META-INF/resources/webjars/" + jar + "/" + version() + "/" + file;
      return required(resource);
    }

    private String version() throws IOException {
      String properties = "META-INF/maven/org.webjars.npm/" + jar + "/pom.properties";
      String text = new String(required(properties), java.nio.charset.StandardCharsets.UTF_8);
      return text.lines()
          .filter(line -> line.startsWith("version="))
          .map(line -> line.substring("version=".length()).strip())
          .findFirst()
          .orElseThrow(() -> new IOException(properties + " names no version"));
    }

    private static byte[] required(String resource) throws IOException {
      try (InputStream in = Library.class.getClassLoader().getResourceAsStream(resource)) {
        if (in == null) {
          throw new IOException("the class path lacks " + resource);
        }
        return in.readAllBytes();
      }
    }
  }

  /** A name that modules import, or the front of one when it ends in a slash. */
  record Name(String name, String path) {}

  static List<Part> parts() {
    return PARTS;
  }

  static List<Name> names() {
    return NAMES;
  }
}
