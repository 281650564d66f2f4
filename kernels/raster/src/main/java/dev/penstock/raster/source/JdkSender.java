package dev.penstock.raster.source;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Sends with the JDK's own client, HTTP/1.1, connections kept open. It goes to any address it is
 * given: for addresses that others choose, put a guarded client in its place. Thread-safe.
 */
public final class JdkSender implements HttpSender, AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(10);

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT)
          .followRedirects(HttpClient.Redirect.NORMAL)
          .executor(Executors.newVirtualThreadPerTaskExecutor())
          .build();

  @Override
  public Answer send(Get get) throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(get.uri()).timeout(get.time());
    get.headers().forEach(request::header);
    CompletableFuture<HttpResponse<BoundedBody.Kept>> future =
        client.sendAsync(request.build(), head -> new BoundedBody(get.bytes()));
    try {
      // The client's own limit ends with the headers: a body that trickles would go on for ever.
      return answer(future.get(get.time().toNanos(), TimeUnit.NANOSECONDS));
    } catch (ExecutionException e) {
      throw new IOException(reason(e.getCause()), e.getCause());
    } catch (CancellationException | TimeoutException e) {
      throw new IOException("no complete answer within " + get.time().toMillis() + " ms", e);
    } finally {
      future.cancel(true);
    }
  }

  private static String reason(@Nullable Throwable cause) {
    String message = cause == null ? null : cause.getMessage();
    return message == null ? String.valueOf(cause) : message;
  }

  private static Answer answer(HttpResponse<BoundedBody.Kept> response) {
    Map<String, String> headers = new TreeMap<>();
    response
        .headers()
        .map()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
    BoundedBody.Kept body = response.body();
    return new Answer(response.statusCode(), headers, body.bytes(), body.whole());
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
