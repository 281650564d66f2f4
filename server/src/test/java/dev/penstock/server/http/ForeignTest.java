package dev.penstock.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A web page of somebody else can neither read from the server nor make it do anything. */
class ForeignTest {
  private static final String POST = "POST /v1/pipelines/lines/jobs HTTP/1.1";
  private static final String HERE = "\r\nHost: localhost:8080\r\n";

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
  @ValueSource(
      strings = {
        "evil.example",
        "evil.example:8080",
        "localhost.evil.example",
        "127.0.0.1.evil.example:80",
        "127.0.0.2",
        "[::2]:80",
        "0.0.0.0"
      })
  void anotherHostIsRefusedForEveryMethod(String host) throws IOException {
    for (String line : new String[] {"GET / HTTP/1.1", "GET /nothing HTTP/1.1", POST}) {
      String heard = answer(line + "\r\nHost: " + host + "\r\nContent-Length: 0\r\n");
      assertThat(heard).as(line).startsWith("HTTP/1.1 403 ").contains("request.foreign");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.0.0.1:1", "LocalHost:8080", "localhost", "[::1]:80"})
  void thisMachineIsNotForeign(String host) throws IOException {
    assertThat(answer("GET / HTTP/1.1\r\nHost: " + host + "\r\n")).startsWith("HTTP/1.1 200 ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Origin: https://evil.example",
        "Origin: http://localhost.evil.example:8080",
        "Origin: null",
        "Origin: file://localhost",
        "Sec-Fetch-Site: cross-site"
      })
  void aPageOfAnotherSiteMayNotChangeAnything(String header) throws IOException {
    assertThat(answer(POST + HERE + "Content-Length: 1\r\n" + header + "\r\n"))
        .startsWith("HTTP/1.1 403 ")
        .contains("request.foreign");
    assertThat(answer("DELETE /v1/jobs/x HTTP/1.1" + HERE + header + "\r\n"))
        .startsWith("HTTP/1.1 403 ");
    assertThat(answer("GET / HTTP/1.1" + HERE + header + "\r\n")).startsWith("HTTP/1.1 200 ");
  }

  @Test
  void aPageOfThisMachineMayPost() throws Exception {
    assertThat(
            server
                .post(
                    "/v1/pipelines/lines/jobs",
                    "a",
                    "Origin",
                    "http://localhost:3000",
                    "Sec-Fetch-Site",
                    "same-site")
                .statusCode())
        .isEqualTo(202);
  }

  private String answer(String head) throws IOException {
    try (var socket = new RawHttp(server.http.base())) {
      return socket.say(head + "Connection: close\r\n\r\n").hear("}");
    }
  }
}
