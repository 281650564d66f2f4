package dev.penstock.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.job.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {
  @ParameterizedTest
  @CsvSource({
    "bytes=0-0, 0, 1",
    "bytes=0-, 0, 100",
    "bytes=99-200, 99, 1",
    "bytes=-1, 99, 1",
    "bytes=-1000, 0, 100",
  })
  void aRangeIsCutToTheFile(String header, long from, long length) {
    assertThat(ByteRange.of(Optional.of(header), 100)).isEqualTo(new ByteRange.Part(from, length));
  }

  @Test
  void rangesThatWeMayIgnoreAreTheWholeFile() {
    for (String header :
        List.of("bytes=1-2,4-5", "lines=1-2", "bytes=-", "bytes=5-4", "bytes=a-b", "")) {
      assertThat(ByteRange.of(Optional.of(header), 100)).as(header).isEqualTo(new ByteRange.All());
    }
    assertThat(ByteRange.of(Optional.of("bytes=-0"), 100)).isEqualTo(new ByteRange.Outside());
    assertThat(ByteRange.of(Optional.of("bytes=0-"), 0)).isEqualTo(new ByteRange.Outside());
  }

  @Test
  void preferencesAreReadAndUnreadableOnesIgnored() {
    assertThat(Prefer.of(List.of("Respond-Async, wait=5")))
        .isEqualTo(new Prefer(true, Optional.of(Duration.ofSeconds(5))));
    assertThat(Prefer.of(List.of("foo; bar", "wait = \"600\"")).patience())
        .hasValue(Prefer.LONGEST_WAIT);
    assertThat(Prefer.of(List.of("wait=soon")).applied()).isEmpty();
  }

  @Test
  void tagsDifferWhenBytesDo() {
    byte[] bytes = "abc".getBytes(StandardCharsets.US_ASCII);
    String tag = ETag.of(bytes);
    assertThat(tag).matches("\"[0-9a-f]{16}\"");
    assertThat(ETag.matches(Optional.of("*"), tag)).isTrue();
    assertThat(ETag.matches(Optional.of("\"a\" ,W/" + tag), tag)).isTrue();
    bytes[0]++;
    assertThat(ETag.matches(Optional.of(tag), ETag.of(bytes))).isFalse();
    assertThat(ETag.matches(Optional.empty(), tag)).isFalse();
  }

  @Test
  void everyCodeIsAProblemCodeOfItsOwn() throws IOException {
    assertThat(Arrays.stream(Code.values()).map(Code::word).distinct())
        .hasSize(Code.values().length)
        .allSatisfy(word -> assertThat(new Problem(word, "").code()).isEqualTo(word));
    Path page = Path.of(System.getProperty("penstock.root"), "docs", "problems.md");
    if (Boolean.getBoolean("penstock.docs.write")) {
      Files.writeString(page, ProblemsPage.text());
    }
    assertThat(page).content().isEqualTo(ProblemsPage.text());
  }

  @Test
  void statusesOfTheLayerBelowFindTheirRow() {
    for (int status : new int[] {408, 414, 431, 404, 405}) {
      assertThat(Code.ofStatus(status).status()).isEqualTo(status);
    }
    assertThat(Code.ofStatus(400)).isEqualTo(Code.REQUEST_MALFORMED);
    assertThat(Code.ofStatus(500)).isEqualTo(Code.SERVER_ERROR);
  }
}
