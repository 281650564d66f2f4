package dev.penstock.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class FormTest {
  private static final String JOBS = "/v1/pipelines/lines/jobs";

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

  private static JsonNode json(String body) {
    return JsonMapper.shared().readTree(body);
  }

  private HttpResponse<String> form(byte[] body) throws Exception {
    return server.send(
        HttpRequest.newBuilder(server.at(JOBS)).POST(BodyPublishers.ofByteArray(body)),
        "Content-Type",
        "multipart/form-data; boundary=xyz",
        "Prefer",
        "wait=20");
  }

  private HttpResponse<String> form(String body) throws Exception {
    return form(body.replace("|", "\r\n").getBytes(StandardCharsets.UTF_8));
  }

  private static final String FILE =
      "--xyz|Content-Disposition: form-data; name=\"file\"; filename=\"a.txt\"|";

  @Test
  void curlSendsAFileWithFieldsBeforeIt() throws Exception {
    byte[] bytes = new byte[5 << 20];
    new Random(9).nextBytes(bytes);
    Path file = Files.write(folder.resolve("fields.bin"), bytes);
    var curl =
        new ProcessBuilder(
                "curl",
                "-s",
                "-F",
                "mode=drop",
                "-F",
                "copies=3",
                "-F",
                "file=@" + file,
                server.at(JOBS).toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(curl.waitFor()).as(said).isZero();
    JsonNode job =
        json(
            server.get("/v1/jobs/" + json(said).path("id").asString(), "Prefer", "wait=20").body());
    assertThat(job.path("name").asString()).isEqualTo("fields.bin");
    assertThat(job.path("inputs").path("mode").asString()).isEqualTo("drop");
    assertThat(job.path("inputs").path("copies").asString()).isEqualTo("3");
    assertThat(job.path("payload").path("digest").asString())
        .isEqualTo(
            "sha-256:"
                + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
  }

  @Test
  void whatLooksAlmostLikeABoundaryIsPartOfTheFile() throws Exception {
    var random = new Random(2);
    List<String> pieces = List.of("\r", "\n", "\r\n", "\r\n-", "\r\n--", "\r\n--xy", "--xyz", "z");
    for (int i = 0; i < 60; i++) {
      var text = new StringBuilder("good");
      for (int n = random.nextInt(2_000); n > 0; n--) {
        String piece = pieces.get(random.nextInt(pieces.size()));
        text.append(piece);
        if (piece.endsWith("xy")) {
          text.append('_');
        }
      }
      String file = text.toString().replace("\r\n--xyz", "\r\n--xy_");
      HttpResponse<String> taken = form(FILE + "|" + file + "|--xyz--|");
      assertThat(taken.statusCode()).as(taken.body()).isEqualTo(200);
      assertThat(json(taken.body()).path("payload").path("bytes").intValue())
          .isEqualTo(file.length());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "'';payload.empty",
        "'--xyz--|';payload.form_invalid",
        "'nothing at all';payload.form_invalid",
        "'--xyz|Content-Disposition: form-data\\; name=\"a\"||b|--xyz--|';payload.form_invalid",
        "'--xyzContent-Disposition: form-data';payload.form_invalid",
      })
  void aFormWithoutAFileIsRefused(String body, String code) throws Exception {
    HttpResponse<String> refused = form(body.replace("\\;", ";"));
    assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
    assertThat(json(refused.body()).path("code").asString()).isEqualTo(code);
  }

  @Test
  void whatBreaksOffOrGoesOnBehindTheFileBecomesNoJob() throws Exception {
    for (String body :
        List.of(
            FILE + "|good",
            FILE + "|good|--xy",
            FILE + "|good|--xyz",
            FILE + "|good|--xyz|Content-Disposition: form-data; name=\"mode\"||drop|--xyz--|",
            FILE + "|" + "x".repeat(200_000),
            "--xyz|X: " + "h".repeat(5_000) + "||",
            "--xyz|Content-Disposition: form-data; name=\"mode\"||" + "v".repeat(5_000),
            FILE + "||--xyz--|",
            "--xyz|Content-Disposition: form-data; name=\"moed\"||drop|" + FILE + "|x|--xyz--|")) {
      HttpResponse<String> refused = form(body);
      assertThat(refused.statusCode()).as(body.substring(0, 60) + refused.body()).isEqualTo(400);
    }
    assertThat(json(server.get("/v1/jobs").body()).path("jobs")).isEmpty();
    try (var files = Files.walk(folder)) {
      assertThat(files.filter(file -> file.getFileName().toString().startsWith("payload")))
          .isEmpty();
    }
  }
}
