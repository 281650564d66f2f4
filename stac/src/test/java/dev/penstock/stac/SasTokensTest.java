package dev.penstock.stac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.penstock.raster.Fault;
import dev.penstock.raster.RasterException;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SasTokensTest {
  private static final URI BLOB =
      URI.create("https://sentinel2l2a01.blob.core.windows.net/sentinel2-l2/32/U/B04.tif");

  private final PlainSender sender = new PlainSender();
  private final StacServer server = new StacServer();
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2024-05-01T10:00:00Z"));
  private final SasTokens tokens =
      new SasTokens(server.uri("/token/"), sender, StacLimits.DEFAULT, now::get);

  SasTokensTest() throws IOException {}

  @AfterEach
  void close() {
    server.close();
    sender.close();
  }

  private void serve(String token, String end) {
    server.files.put(
        "/token/sentinel2l2a01/sentinel2-l2",
        "{\"msft:expiry\":\"%s\",\"token\":\"%s\"}".formatted(end, token));
  }

  @Test
  void aTokenServesAllFilesOfItsContainerUntilItEnds() throws Exception {
    serve("sig=a", "2024-05-01T10:45:00Z");
    assertThat(tokens.sign(BLOB, false).uri()).hasToString(BLOB + "?sig=a");
    assertThat(tokens.sign(BLOB.resolve("B08.tif"), false).uri().getQuery()).isEqualTo("sig=a");
    assertThat(server.requests()).hasSize(1);
    serve("sig=b", "2024-05-01T11:45:00Z");
    now.set(Instant.parse("2024-05-01T10:41:00Z"));
    assertThat(tokens.sign(BLOB, false).uri().getQuery()).isEqualTo("sig=b");
  }

  @Test
  void aTokenThatWasRefusedIsNotUsedAgain() throws Exception {
    serve("sig=a", "2024-05-01T10:45:00Z");
    tokens.sign(BLOB, false);
    serve("sig=b", "2024-05-01T10:45:00Z");
    assertThat(tokens.sign(BLOB, true).uri().getQuery()).isEqualTo("sig=b");
    assertThat(tokens.sign(BLOB, false).uri().getQuery()).isEqualTo("sig=b");
    assertThat(server.requests()).hasSize(2);
  }

  @Test
  void otherHostsAreLeftAloneAndAMissingTokenIsNamed() throws Exception {
    URI elsewhere = URI.create("https://data.example/B04.tif");
    assertThat(tokens.sign(elsewhere, false).uri()).isEqualTo(elsewhere);
    assertThat(server.requests()).isEmpty();
    RasterException refused =
        catchThrowableOfType(RasterException.class, () -> tokens.sign(BLOB, false));
    assertThat(refused.fault()).isEqualTo(Fault.DENIED);
  }
}
