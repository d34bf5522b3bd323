package dev.cadre.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;

/** What of a request's body nobody came to read, when its answer is there. */
final class UnreadBody {
  private static final Logger LOG = System.getLogger(UnreadBody.class.getName());

  /** So many bytes of a body are read though its request is refused. */
  private static final long READ_OUT = 64 * 1024;

  private UnreadBody() {}

  /**
   * Reads what is left of a short body. A client that still writes while the answer comes may take
   * the reset of its stream, or the end of its connection, for the answer.
   */
  static void readOut(Request request) {
    if (waitsToBeAsked(request) || request.getLength() < 0 || request.getLength() > READ_OUT) {
      return;
    }
    try (InputStream rest = Content.Source.asInputStream(request)) {
      rest.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "a refused body did not come whole", e);
    }
  }

  /**
   * Says in the response's head that its connection ends, where the rest of a body stands in the
   * way of the next request. Jetty ends it in any case; a client that was not told sends its next
   * request into the end, and gets no answer (RFC 9112, 9.6).
   */
  static void announceEnd(Request request, Response response) {
    if (request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_1_1
        && (waitsToBeAsked(request) || !request.consumeAvailable())) {
      response.getHeaders().put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE.asString());
    }
  }

  /** Reading would ask for the body (100 Continue). */
  private static boolean waitsToBeAsked(Request request) {
    return request.getHeaders().contains(HttpHeader.EXPECT);
  }
}
