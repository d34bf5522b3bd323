package dev.cadre.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.UnaryOperator;

/** Decides who calls, before any handler runs. Thread-safe. */
public interface Authenticator {

  /**
   * Throws {@link dev.cadre.fault.Fault.Unauthenticated} when the caller does not prove who it is.
   *
   * @param payload the body, for a signature over a hash that no header states
   */
  Grant authenticate(RequestHead head, Payload payload) throws IOException;

  /** The body before the handler reads it. */
  interface Payload {
    /**
     * Lower-case hex of the whole body's SHA-256. Reads the body to its end and keeps it for the
     * handler.
     */
    String sha256() throws IOException;
  }

  /**
   * A caller let in.
   *
   * @param body what the handler reads in place of the raw body: the same stream, one that checks a
   *     hash at its end, or one that decodes aws-chunked framing
   */
  record Grant(Principal principal, UnaryOperator<InputStream> body) {
    /** The body as it is. */
    public static Grant of(Principal principal) {
      return new Grant(principal, UnaryOperator.identity());
    }
  }
}
