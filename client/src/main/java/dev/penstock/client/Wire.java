package dev.penstock.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Sends requests to one server; a refusal becomes a {@link PenstockException}. Thread-safe. */
final class Wire implements AutoCloseable {
  private static final Duration ANSWER = Duration.ofSeconds(90);

  private final String base;
  private final Optional<String> key;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  Wire(URI base, Optional<String> key) {
    this.base = base.toString().replaceAll("/+$", "");
    this.key = key;
  }

  /** A request that may take its time: one with a body. */
  HttpRequest.Builder to(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path));
    key.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
    return request;
  }

  /** A request whose answer begins soon: no later than the longest wait that it may ask for. */
  HttpRequest.Builder asks(String path) {
    return to(path).timeout(ANSWER);
  }

  /** A small answer, whole. */
  HttpResponse<byte[]> ask(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
    if (response.statusCode() >= 400) {
      throw Reading.problem(response.statusCode(), response.body());
    }
    return response;
  }

  /** An answer that is read while it comes; the caller closes its body. */
  HttpResponse<InputStream> stream(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<InputStream> response = http.send(request, BodyHandlers.ofInputStream());
    if (response.statusCode() >= 400) {
      try (InputStream body = response.body()) {
        throw Reading.problem(response.statusCode(), body.readNBytes(1 << 20));
      }
    }
    return response;
  }

  /** {@code ?a=1&b=2}, or nothing. */
  static String query(Map<String, String> parameters) {
    var query = new StringBuilder();
    parameters.forEach(
        (name, value) ->
            query
                .append(query.isEmpty() ? '?' : '&')
                .append(encoded(name))
                .append('=')
                .append(encoded(value)));
    return query.toString();
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Override
  public void close() {
    http.close();
  }
}
