package dev.penstock.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.penstock.blob.BlobRef;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobResultTest {
  private static final BlobRef BLOB = new BlobRef("jobs/x/out", 1, "crc32c:00000000");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "features.gpkg",
        "replay-12-features.gpkg",
        "Gemeinden 2026 (Entwurf).csv",
        "größe.csv",
        "土地.geojson",
        "a",
        "con-fig.txt",
        "null.txt"
      })
  void aPlainFileNameIsAName(String name) {
    assertThat(new JobResult.Stored(name, "text/csv", BLOB).name()).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        ".",
        "..",
        "../evil",
        "../../../../etc/cron.d/evil",
        "/etc/passwd",
        "a/b",
        "a\\b",
        "..\\..\\evil.dll",
        "C:evil",
        "C:\\evil",
        "\\\\host\\share",
        "name:stream",
        ".bashrc",
        "trailing.",
        "trailing ",
        " leading",
        "nul",
        "CON",
        "aux.txt",
        "Com1.csv",
        "LPT9",
        "com¹",
        "a\0b",
        "a\nb",
        "a\r\nSet-Cookie: x=1",
        "a\u0085b",
        "a\u2028b",
        "evil\u202Egnp.exe",
        "a\"b",
        "what?",
        "all*",
        "a|b",
        "a<b>"
      })
  void aNameThatIsAPathOrReservedOrInvisibleIsRefused(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new JobResult.Stored(name, "text/csv", BLOB))
        .withMessageContaining("plain file name")
        .satisfies(thrown -> assertThat(thrown.getMessage()).doesNotContainPattern("\\p{Cntrl}"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new JobResult.Link(name, "text/csv", "/v1/x"));
  }

  @ParameterizedTest
  @ValueSource(ints = {201, 5_000})
  void aNameThatIsTooLongIsRefused(int length) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new JobResult.Stored("x".repeat(length), "text/csv", BLOB));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/csv",
        "application/geopackage+sqlite3",
        "text/plain; charset=utf-8",
        "text/plain;charset=\"utf-8\"",
        "application/geo+json;profile=\"http://x/y z\""
      })
  void aMediaTypeIsOne(String mediaType) {
    assertThat(new JobResult.Stored("a", mediaType, BLOB).mediaType()).isEqualTo(mediaType);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "text", "text/", "text/html\r\nX: y", "text/html\n", "text/html; \"", "a b/c"})
  void aMediaTypeThatIsNoneIsRefused(String mediaType) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new JobResult.Stored("a", mediaType, BLOB));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "items",
        "http://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "javascript:alert(1)",
        "/v1/x\r\nSet-Cookie: a=b",
        "/v1/x\u0000",
        "/v1/x y"
      })
  void anAddressThatIsNoPathOfThisServerIsRefused(String href) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new JobResult.Link("a", "text/html", href));
  }
}
