package dev.cadre.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

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

  /**
   * Sends a request and waits for the whole answer.
   *
   * @throws IOException also when the answer is longer than {@code maxBytes}
   * @throws HttpTimeoutException when the last byte is not there within {@code limit}
   */
  public static HttpResponse<byte[]> whole(
      HttpClient client, HttpRequest request, int maxBytes, Duration limit)
      throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(
            request,
            HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), maxBytes));
    try {
      return answer.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      answer.cancel(true);
      throw e;
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new HttpTimeoutException("no whole answer within " + limit.toMillis() + " ms");
    } catch (ExecutionException e) {
      throw asIo(e);
    }
  }

  private static IOException asIo(ExecutionException e) {
    return e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
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
      throw asIo(e);
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
