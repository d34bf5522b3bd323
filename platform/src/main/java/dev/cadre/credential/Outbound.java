package dev.cadre.credential;

import java.util.Map;

/** Proves to somebody else's server who calls. Thread-safe; may block to fetch a token. */
public interface Outbound {
  /** For servers that ask for no proof. */
  Outbound NONE = () -> Proof.EMPTY;

  /**
   * What to send with one request.
   *
   * @throws dev.cadre.fault.Fault.Unavailable when the proof cannot be had now, naming its provider
   * @throws dev.cadre.fault.Fault.Invalid when its provider's server refuses to give one
   * @throws dev.cadre.fault.Fault.NotFound when its provider is no longer there
   */
  Proof proof() throws InterruptedException;

  /** The server did not accept {@code refused}: what was kept of it is fetched anew. */
  default void refused(Proof refused) {
    // A fixed key is what it is.
  }

  /**
   * The same with what the server said, which is also how it asks for more than {@code refused}
   * allows. Returns when it may be that another proof is there now.
   *
   * @throws dev.cadre.fault.Fault.Unavailable when somebody must do something first, saying what
   * @throws dev.cadre.fault.Fault.Denied when there will be none
   */
  default void refused(Proof refused, Challenge challenge) throws InterruptedException {
    if (challenge.status() == 401) {
      refused(refused);
    }
  }

  /** Headers and query parameters to add, by name. Secret: not for a log, an error or an answer. */
  record Proof(Map<String, String> headers, Map<String, String> query) {
    static final Proof EMPTY = new Proof(Map.of(), Map.of());

    public Proof {
      headers = Map.copyOf(headers);
      query = Map.copyOf(query);
    }

    /** The names alone: a record's own text would give the secrets away. */
    @Override
    public String toString() {
      return "Proof[" + headers.keySet() + ", " + query.keySet() + "]";
    }
  }
}
