package dev.penstock.stac;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Sends with the JDK's client. */
final class PlainSender implements StacSender, AutoCloseable {
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @Override
  public Answer send(Ask ask) throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(ask.uri()).timeout(ask.limits().time());
    ask.headers().forEach(request::header);
    request.method(ask.method(), HttpRequest.BodyPublishers.ofByteArray(ask.body()));
    HttpResponse<byte[]> response =
        client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    Map<String, String> headers = new TreeMap<>();
    response
        .headers()
        .map()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
    byte[] body = response.body();
    boolean whole = body.length <= ask.limits().bytes();
    return new Answer(
        response.statusCode(),
        headers,
        whole ? body : Arrays.copyOf(body, ask.limits().bytes()),
        whole);
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
