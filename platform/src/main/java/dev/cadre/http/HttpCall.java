package dev.cadre.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Calls of other servers. */
public final class HttpCall {
  private HttpCall() {}

  /**
   * Sends a request and waits for the answer's head; the caller reads and closes its body.
   *
   * <p>Interrupting the thread ends the call whenever it comes. {@link HttpClient#send} loses an
   * answer that arrives in the same moment: its connection would stay open with nobody to read it.
   */
  public static HttpResponse<InputStream> send(HttpClient client, HttpRequest request)
      throws IOException, InterruptedException {
    return await(client.sendAsync(request, HttpResponse.BodyHandlers.ofInputStream()));
  }

  static HttpResponse<InputStream> await(CompletableFuture<HttpResponse<InputStream>> answer)
      throws IOException, InterruptedException {
    try {
      return answer.get();
    } catch (InterruptedException e) {
      answer.cancel(true);
      var _ = answer.thenAccept(HttpCall::close);
      throw e;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException io) {
        throw io;
      }
      throw new IOException(e.getCause());
    }
  }

  private static void close(HttpResponse<InputStream> answer) {
    try {
      answer.body().close();
    } catch (IOException alreadyGone) {
      // There is nothing left to close.
    }
  }
}
