package dev.cadre.config;

import java.util.Optional;

/** Where {@code ${env:NAME}} and {@code ${file:PATH}} come from; the server's root gives it. */
public interface SecretSource {

  /** The environment variable, if it is set. */
  Optional<String> environment(String name);

  /** The text of the file without the line end at its end, if it can be read. */
  Optional<String> file(String path);
}
