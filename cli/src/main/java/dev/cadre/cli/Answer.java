package dev.cadre.cli;

import java.io.InputStream;
import java.util.Map;

/**
 * What came back.
 *
 * @param headers by name, whatever its case
 * @param body as it comes; closing it ends the connection
 */
record Answer(int status, Map<String, String> headers, InputStream body) {
  /** The header's value; empty when it was not sent. */
  String header(String name) {
    return headers.getOrDefault(name, "");
  }
}
