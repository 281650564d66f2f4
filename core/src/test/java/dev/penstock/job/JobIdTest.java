package dev.penstock.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobIdTest {
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

  @Test
  void aNewIdHasTheFormOfAnId() {
    for (int i = 0; i < 1000; i++) {
      String text = JobId.next(InstantSource.system()).value();
      assertThat(text).matches("[0-7][0-9abcdefghjkmnpqrstvwxyz]{25}");
      assertThat(JobId.isJobId(text)).isTrue();
    }
  }

  @Test
  void idsSortByTheTimeOfTheirMaking() {
    var random = new Random(1);
    for (int i = 0; i < 1000; i++) {
      Instant early = Instant.ofEpochMilli(random.nextLong(1L << 48) - 1);
      early = early.isBefore(Instant.EPOCH) ? Instant.EPOCH : early;
      JobId first = JobId.next(InstantSource.fixed(early));
      JobId second = JobId.next(InstantSource.fixed(early.plusMillis(1)));
      assertThat(first).isLessThan(second);
      assertThat(first.value()).isLessThan(second.value());
    }
  }

  @Test
  void theFirstTenCharactersAreTheMillisecondsInBaseThirtyTwo() {
    String text = JobId.next(InstantSource.fixed(NOON)).value();
    long millis = 0;
    for (char c : text.substring(0, 10).toCharArray()) {
      millis = millis * 32 + "0123456789abcdefghjkmnpqrstvwxyz".indexOf(c);
    }
    assertThat(Instant.ofEpochMilli(millis)).isEqualTo(NOON);
  }

  @Test
  void idsOfOneMillisecondAreDifferent() {
    var seen = new HashSet<JobId>();
    for (int i = 0; i < 100_000; i++) {
      assertThat(seen.add(JobId.next(InstantSource.fixed(NOON)))).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "01k",
        "81k0000000000000000000000a",
        "01k0000000000000000000000i",
        "01k0000000000000000000000l",
        "01k0000000000000000000000o",
        "01k0000000000000000000000u",
        "01K0000000000000000000000A",
        "01k0000000000000000000000a0",
        "01k0000000000000000000000a\n",
        "../000000000000000000000000"
      })
  void aTextOfAnotherFormIsNoId(String text) {
    assertThat(JobId.isJobId(text)).isFalse();
    assertThatIllegalArgumentException().isThrownBy(() -> new JobId(text));
  }
}
