package dev.cadre.http;

import dev.cadre.json.Json;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/**
 * What is refused before a route is looked for (a head too long or unreadable, a platform that is
 * stopping), in the form of every other error. Nothing of the cause is shown.
 */
final class JettyRefusals extends ErrorHandler {

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    int status = response.getStatus();
    ErrorAnswer answer = ErrorAnswer.of(status, type(status), message(status));
    response.getHeaders().put("Content-Type", "application/json");
    response.getHeaders().put("x-amzn-errortype", answer.type());
    response.write(true, ByteBuffer.wrap(Json.bytes(answer.body())), callback);
    return true;
  }

  private static String type(int status) {
    if (status == HttpStatus.SERVICE_UNAVAILABLE_503) {
      return "ServiceUnavailableException";
    }
    return HttpStatus.isClientError(status) ? "ValidationException" : "InternalServerException";
  }

  private static String message(int status) {
    if (status == HttpStatus.SERVICE_UNAVAILABLE_503) {
      return "the platform is stopping; try again";
    }
    return HttpStatus.isClientError(status)
        ? "the request cannot be taken: " + HttpStatus.getMessage(status)
        : "the platform failed on this request; its log says why";
  }
}
