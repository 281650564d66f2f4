package dev.penstock.geometry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LineCountTest {
  @Test
  void everyOffsetIsOnTheLineThatItIsOn() throws IOException {
    var random = new Random(3);
    for (int round = 0; round < 200; round++) {
      byte[] bytes = new byte[random.nextInt(5_000)];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = random.nextInt(1 + random.nextInt(20)) == 0 ? (byte) '\n' : (byte) 'x';
      }
      var lines = new LineCount(new ByteArrayInputStream(bytes), 1_000, 7);
      var buffer = new byte[1 + random.nextInt(700)];
      int read = 0;
      int asked = 0;
      while (read < bytes.length) {
        read += lines.read(buffer, 0, buffer.length);
        while (asked < read && random.nextInt(4) > 0) {
          asked += random.nextInt(read - asked + 1);
          assertThat(lines.at(1_000 + asked)).isEqualTo(7 + LineCount.in(bytes, 0, asked));
        }
      }
    }
  }

  @Test
  void ofAPayloadWithTooManyLineEndsInOnePlaceNoLinesAreTold() throws IOException {
    byte[] ends = "\n".repeat(1 << 20).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    var lines = new LineCount(new ByteArrayInputStream(ends), 0, 1);
    lines.read(ends, 0, ends.length);
    assertThat(lines.at(5)).isEqualTo(6);
    var more = new LineCount(new ByteArrayInputStream(ends), 0, 1);
    more.read(ends, 0, ends.length);
    more.add(ends.length);
    assertThat(more.at(5)).isZero();
  }

  @Test
  void whereNobodyKnowsTheFirstLineNoneIsTold() throws IOException {
    var lines = new LineCount(new ByteArrayInputStream(new byte[] {'\n', 'x'}), 0, 0);
    lines.readAllBytes();
    assertThat(lines.at(1)).isZero();
  }
}
