package dev.penstock.geojson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class GeoJsonInputTest {
  private static final byte[] TEXT = "{\"a\":\"Zürich\"}".getBytes(StandardCharsets.UTF_8);

  static byte[] gzip(byte[] plain) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream packed = new GZIPOutputStream(out)) {
      packed.write(plain);
    }
    return out.toByteArray();
  }

  private static byte[] read(byte[] raw, InputLimits limits) throws IOException {
    try (GeoJsonInput in = GeoJsonInput.open(new ByteArrayInputStream(raw), limits)) {
      return in.readAllBytes();
    }
  }

  private static String readOrCode(byte[] raw) throws IOException {
    try {
      return new String(read(raw, InputLimits.DEFAULT), StandardCharsets.UTF_8);
    } catch (PayloadException e) {
      return e.rule().code();
    }
  }

  private static byte[] join(byte[]... pieces) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] piece : pieces) {
      out.write(piece);
    }
    return out.toByteArray();
  }

  private static void refused(byte[] raw, InputLimits limits, Rule rule) {
    assertThatThrownBy(() -> read(raw, limits))
        .asInstanceOf(InstanceOfAssertFactories.type(PayloadException.class))
        .extracting(PayloadException::rule)
        .isEqualTo(rule);
  }

  @Test
  void plainTextPassesAsItIs() throws IOException {
    assertThat(read(TEXT, InputLimits.DEFAULT)).isEqualTo(TEXT);
    assertThat(read(new byte[0], InputLimits.DEFAULT)).isEmpty();
    assertThat(read(new byte[] {0x1F}, InputLimits.DEFAULT)).hasSize(1);
  }

  @Test
  void gzipIsToldByItsMagicAndUnwrapped() throws IOException {
    byte[] large = new byte[300_000];
    new Random(5).nextBytes(large);
    assertThat(read(gzip(TEXT), InputLimits.DEFAULT)).isEqualTo(TEXT);
    assertThat(read(gzip(large), InputLimits.DEFAULT)).isEqualTo(large);
    assertThat(
            GeoJsonInput.open(new ByteArrayInputStream(gzip(TEXT)), InputLimits.DEFAULT).format())
        .isEqualTo(PayloadFormat.GZIP);
  }

  @Test
  void membersAreReadOneAfterTheOtherAndPaddingIsAllowed() throws IOException {
    byte[] two = join(gzip(TEXT), gzip(TEXT), new byte[512]);
    assertThat(read(two, InputLimits.DEFAULT)).isEqualTo(join(TEXT, TEXT));
  }

  @Test
  void damageIsNeverTakenForTheEnd() throws IOException {
    refused(join(gzip(TEXT), TEXT), InputLimits.DEFAULT, Rule.INPUT_GZIP);
    byte[] packed = gzip(TEXT);
    // Some bits of deflate mean nothing: then the text must come out unharmed.
    String whole = new String(TEXT, StandardCharsets.UTF_8);
    refused(join(packed, new byte[] {0x1F}), InputLimits.DEFAULT, Rule.INPUT_GZIP);
    for (int at = 10; at < packed.length; at++) {
      byte[] damaged = packed.clone();
      damaged[at] ^= 0x10;
      assertThat(readOrCode(damaged)).as("byte %d", at).isIn("input.gzip", whole);
    }
  }

  @Test
  void whatFollowsTheEndOfGzipIsNamed() throws IOException {
    for (byte[] behind : new byte[][] {TEXT, {0x1F}, {0x1F, 0x20}, {0, 0, 7}}) {
      assertThatThrownBy(() -> read(join(gzip(TEXT), behind), InputLimits.DEFAULT))
          .isInstanceOf(PayloadException.class)
          .hasMessageContaining("behind the end of gzip");
    }
  }

  @Test
  void aBombIsRefusedByItsRatio() throws IOException {
    byte[] bomb = gzip(new byte[8 << 20]);
    refused(bomb, InputLimits.DEFAULT, Rule.INPUT_RATIO);
    assertThat(read(bomb, new InputLimits(1L << 30, 8L << 20, 100))).hasSize(8 << 20);
    assertThat(read(gzip(new byte[1 << 20]), InputLimits.DEFAULT)).hasSize(1 << 20);
  }

  @Test
  void theLargestSizeHoldsForBothForms() throws IOException {
    InputLimits limits = InputLimits.DEFAULT.withMaxBytes(1000);
    assertThat(read(new byte[1000], limits)).hasSize(1000);
    refused(new byte[1001], limits, Rule.INPUT_TOO_LARGE);
    refused(gzip(new byte[1001]), limits, Rule.INPUT_TOO_LARGE);
  }

  @Test
  void zstdIsUnwrappedFrameByFrame() throws IOException {
    byte[] packed = Zstd.compress(TEXT);
    byte[] skipped = {0x51, 0x2A, 0x4D, 0x18, 2, 0, 0, 0, 9, 9};
    assertThat(read(packed, InputLimits.DEFAULT)).isEqualTo(TEXT);
    assertThat(read(join(skipped, packed, packed), InputLimits.DEFAULT))
        .isEqualTo(join(TEXT, TEXT));
    try (var input = GeoJsonInput.open(new ByteArrayInputStream(packed), InputLimits.DEFAULT)) {
      assertThat(input.format()).isEqualTo(PayloadFormat.ZSTD);
    }
  }

  @Test
  void zstdThatEndsTooEarlyIsNeverTakenForWhole() throws IOException {
    byte[] packed = Zstd.compress(TEXT);
    for (int length = 4; length < packed.length; length++) {
      refused(Arrays.copyOf(packed, length), InputLimits.DEFAULT, Rule.INPUT_ZSTD);
    }
    refused(join(packed, TEXT), InputLimits.DEFAULT, Rule.INPUT_ZSTD);
  }

  @Test
  void aZstdBombIsRefusedByItsRatio() throws IOException {
    byte[] bomb = Zstd.compress(new byte[8 << 20]);
    refused(bomb, InputLimits.DEFAULT, Rule.INPUT_RATIO);
    refused(
        Zstd.compress(new byte[1001]),
        InputLimits.DEFAULT.withMaxBytes(1000),
        Rule.INPUT_TOO_LARGE);
  }
}
