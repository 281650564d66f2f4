package dev.penstock.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.engine.JobQuery;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a proxy and we could read differently is refused, and the connection is closed. */
class StrictHttpTest {
  private static final String POST =
      "POST /v1/pipelines/lines/jobs HTTP/1.1\r\nHost: localhost\r\n";

  @TempDir Path folder;
  private TestServer server;

  @BeforeEach
  void start() throws IOException {
    server = TestServer.start(folder);
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "'Content-Length: 5|Transfer-Encoding: chunked'",
    "'Content-Length: 5|Content-Length: 6'",
    "'Content-Length: 5, 6'",
    "'Content-Length: -1'",
    "'Content-Length: +5'",
    "'Content-Length: 5x'",
    "'Content-Length : 5'",
    "'Transfer-Encoding: xchunked'",
    "'Transfer-Encoding: chunked, identity'",
    "'Content-Length: 5|X-Folded: a| b'",
    "'Content-Length: 5|X-Control: a\u0000b'",
    "'Transfer-Encoding: chunked|Transfer-Encoding: identity'",
    "'Transfer-Encoding: chunked, chunked'",
    "'Transfer-Encoding: \u000bchunked'",
    "'Transfer-Encoding: identity|Content-Length: 5'",
    "'Content-Length: 0x5'",
    "'Content-Length: 99999999999999999999'",
    "'Content-Length\t: 5'",
    "' Content-Length: 5'",
    "'Content-Length: 5|: nameless'",
    "'Content-Length: 5|X(y): z'",
    "'Content-Length: 5|NoColonAtAll'",
  })
  void ambiguousFramingIsRefused(String headers) throws IOException {
    assertRefused(POST + headers.replace("|", "\r\n") + "\r\n\r\nhello");
  }

  @Test
  void aBadChunkSizeIsRefused() throws IOException {
    assertRefused(POST + "Transfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n");
  }

  @ParameterizedTest
  @CsvSource({
    "'-5|hello|0||'",
    "'0x5|hello|0||'",
    "'ffffffffffffffffff|hello|0||'",
    "'5|helloX|0||'",
    "' |hello|0||'",
    "'5 5|hello|0||'",
  })
  void noBadChunkBecomesAJob(String body) throws IOException {
    assertRefused(POST + "Transfer-Encoding: chunked\r\n\r\n" + body.replace("|", "\r\n"));
  }

  @Test
  void aBodyThatBreaksOffBecomesNoJob() throws IOException {
    for (String start :
        List.of(
            "Content-Length: 9\r\n\r\nhello",
            "Transfer-Encoding: chunked\r\n\r\n9\r\nhello",
            "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n")) {
      try (var socket = new RawHttp(server.http.base())) {
        socket.say(POST + start);
      }
    }
    assertThat(status("GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n")).isEqualTo(200);
    assertThat(server.engine.log().jobs(JobQuery.newest("default", 1))).isEmpty();
  }

  @Test
  void aRequestWithoutAHostIsRefused() throws IOException {
    assertRefused("GET /health/live HTTP/1.1\r\n\r\n");
  }

  @Test
  void anEncodedNulOrSlashInThePathIsRefused() throws IOException {
    for (String path : List.of("a%00b", "..%2f..%2fetc", "%zz", "..//b")) {
      String request = "GET /v1/jobs/" + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
      assertThat(status(request)).as(path).isEqualTo(400);
    }
  }

  @Test
  void aHugeHeaderIsRefusedWith431() throws IOException {
    String huge = POST + "X-Huge: " + "x".repeat(64 * 1024) + "\r\n\r\n";
    assertThat(status(huge)).isEqualTo(431);
  }

  @Test
  void aThousandHeadersAreRefusedWith431() throws IOException {
    var many = new StringBuilder(POST);
    for (int i = 0; i < 1000; i++) {
      many.append("X-Header-").append(i).append(": value\r\n");
    }
    assertThat(status(many + "\r\n")).isEqualTo(431);
  }

  @Test
  void aHugeUriIsRefusedWith414() throws IOException {
    String huge =
        "GET /v1/jobs?status=" + "x".repeat(64 * 1024) + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
    assertThat(status(huge)).isEqualTo(414);
  }

  @Test
  void whatIsRefusedBelowTheRoutesIsAProblemToo() throws IOException {
    try (var socket = new RawHttp(server.http.base())) {
      String heard = socket.say(POST + "Content-Length: -1\r\n\r\nhello").hear("");
      assertThat(heard)
          .startsWith("HTTP/1.1 400 ")
          .contains("application/problem+json", "\"code\":\"request.malformed\"");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "417, request.expectation, 'GET / HTTP/1.1|Host: localhost|Expect: tea'",
    "505, request.http_version, 'GET / HTTP/7.5|Host: localhost'",
    "400, request.malformed, 'GET / HTTP/1.1'",
    "404, route.unknown, 'GET /nothing HTTP/1.1|Host: localhost'",
  })
  void theProblemHasTheStatusOfTheAnswer(int status, String code, String request)
      throws IOException {
    try (var socket = new RawHttp(server.http.base())) {
      String heard = socket.say(request.replace("|", "\r\n") + "\r\n\r\n").hear("}");
      assertThat(heard)
          .startsWith("HTTP/1.1 " + status + " ")
          .contains("\"status\":" + status, "\"code\":\"" + code);
    }
  }

  private void assertRefused(String request) throws IOException {
    try (var socket = new RawHttp(server.http.base())) {
      // The second request must never be answered: it may be the tail of a smuggled one.
      String heard =
          socket.say(request + "GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n").hear("");
      assertThat(heard).as(request).startsWith("HTTP/1.1 400 ").doesNotContain("HTTP/1.1 200");
    }
    assertThat(server.engine.log().jobs(JobQuery.newest("default", 1))).isEmpty();
  }

  private int status(String request) throws IOException {
    try (var socket = new RawHttp(server.http.base())) {
      return socket.say(request).status();
    }
  }
}
