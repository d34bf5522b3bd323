package dev.cadre.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Everything browsers load, read once at the start. All of it stands below one name, its release: a
 * hash over every file. So modules import each other by plain relative names, each answer may be
 * kept forever, and a page never mixes the modules of two releases.
 */
final class Assets {
  private static final String FOLDER = "web";
  private static final String PAGE = "index.html";
  private static final int RELEASE_DIGITS = 12;

  /** The parts of the one style sheet; later ones go before earlier ones. */
  private static final List<String> STYLES =
      List.of("css/tokens.css", "css/base.css", "css/shell.css", "css/chat.css", "css/views.css");

  /** All styles as one file: a browser draws nothing before it has the last of them. */
  private static final String STYLE = "console.css";

  private final SortedMap<String, Asset> files;
  private final String page;
  private final String release;

  private Assets(SortedMap<String, Asset> files, String page, String release) {
    this.files = files;
    this.page = page;
    this.release = release;
  }

  static Assets load() {
    SortedMap<String, byte[]> read = new TreeMap<>();
    try {
      own(read);
      for (Library.Part part : Library.parts()) {
        read.put(part.path(), part.read());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the console's files cannot be read", e);
    }
    join(read);
    MessageDigest all = sha256();
    SortedMap<String, Asset> files = new TreeMap<>();
    read.forEach(
        (path, bytes) -> {
          all.update(path.getBytes(UTF_8));
          all.update(bytes);
          files.put(path, new Asset(path, bytes, hash(bytes)));
        });
    byte[] page = read.get(PAGE);
    if (page == null) {
      throw new IllegalStateException("the console has no " + PAGE);
    }
    files.remove(PAGE);
    String release = HexFormat.of().formatHex(all.digest()).substring(0, RELEASE_DIGITS);
    return new Assets(files, new String(page, UTF_8), release);
  }

  /** By path below the release. */
  Map<String, Asset> files() {
    return files;
  }

  /** The page with its gaps. */
  String page() {
    return page;
  }

  String release() {
    return release;
  }

  private static void join(SortedMap<String, byte[]> files) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (String style : STYLES) {
      byte[] part = files.remove(style);
      if (part == null) {
        throw new IllegalStateException("the console has no " + style);
      }
      all.writeBytes(part);
    }
    files.put(STYLE, all.toByteArray());
  }

  private static void own(SortedMap<String, byte[]> into) throws IOException {
    URL folder = Assets.class.getResource(FOLDER + "/" + PAGE);
    if (folder == null) {
      throw new IOException("the class path lacks the console's folder " + FOLDER);
    }
    try {
      URI uri = folder.toURI();
      if (!uri.getScheme().equals("jar")) {
        walk(Path.of(uri).resolveSibling(""), into);
        return;
      }
      List<String> parts = List.of(uri.toString().split("!", 2));
      try (FileSystem jar = FileSystems.newFileSystem(URI.create(parts.getFirst()), Map.of())) {
        walk(jar.getPath(parts.getLast()).resolveSibling(""), into);
      }
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
  }

  private static void walk(Path folder, SortedMap<String, byte[]> into) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String path = folder.relativize(file).toString().replace('\\', '/');
        into.put(path, Files.readAllBytes(file));
      }
    }
  }

  static String hash(byte[] bytes) {
    return HexFormat.of().formatHex(sha256().digest(bytes)).substring(0, 2 * RELEASE_DIGITS);
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
