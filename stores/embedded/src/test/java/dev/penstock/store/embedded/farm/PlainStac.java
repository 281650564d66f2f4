package dev.penstock.store.embedded.farm;

import dev.penstock.stac.StacSender;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.TreeMap;

/** Goes to any address that it is given. */
final class PlainStac implements StacSender {
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @Override
  public Answer send(Ask ask) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(ask.uri())
            .timeout(ask.limits().time())
            .method(
                ask.method(),
                ask.body().length == 0
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofByteArray(ask.body()));
    ask.headers().forEach(request::header);
    var answer = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    Map<String, String> headers = new TreeMap<>();
    answer.headers().map().forEach((name, values) -> headers.put(name, values.getFirst()));
    return new Answer(answer.statusCode(), headers, answer.body(), true);
  }
}
