package dev.penstock.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Random;
import org.junit.jupiter.api.Test;

class TallyTest {
  @Test
  void everyItemIsCountedOnce() {
    assertThat(new Tally(7, 5, 3, 2, 4).in()).as("duplicates are among the ok").isEqualTo(17);
    assertThat(Tally.ZERO.in()).isZero();
    assertThat(Tally.ofOk(9)).isEqualTo(Tally.of(9, 0, 0));
  }

  @Test
  void noCountIsNegativeAndNoMoreDuplicatesThanOk() {
    for (int negative = 0; negative < 5; negative++) {
      long[] n = {9, 9, 9, 9, 9};
      n[negative] = -1;
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new Tally(n[0], n[1], n[2], n[3], n[4]));
    }
    assertThatIllegalArgumentException().isThrownBy(() -> new Tally(3, 9, 9, 9, 4));
    assertThat(new Tally(3, 0, 0, 0, 3).duplicates()).isEqualTo(3);
  }

  @Test
  void sumsKeepEveryItem() {
    var random = new Random(1);
    for (int i = 0; i < 1000; i++) {
      Tally a = tally(random);
      Tally b = tally(random);
      Tally c = tally(random);
      assertThat(a.plus(b).in()).isEqualTo(a.in() + b.in());
      assertThat(a.plus(b)).isEqualTo(b.plus(a));
      assertThat(a.plus(b).plus(c)).isEqualTo(a.plus(b.plus(c)));
      assertThat(a.plus(Tally.ZERO)).isEqualTo(a);
    }
  }

  @Test
  void whatDoesNotPassEndsHere() {
    var random = new Random(2);
    for (int i = 0; i < 1000; i++) {
      Tally tally = tally(random);
      assertThat(tally.onward().in()).isEqualTo(tally.passed());
      assertThat(tally.passed() + tally.rejected() + tally.dead()).isEqualTo(tally.in());
      assertThat(tally.onward().duplicates()).isEqualTo(tally.duplicates());
      assertThat(tally.allDead()).isEqualTo(new Tally(0, 0, 0, tally.in(), 0));
    }
  }

  @Test
  void whatIsLeftAndWhatIsSettledAddUpToTheLoad() {
    var random = new Random(3);
    for (int i = 0; i < 1000; i++) {
      Tally settled = tally(random);
      Tally load = settled.plus(tally(random));
      assertThat(load.less(settled).in() + settled.in()).isEqualTo(load.in());
    }
    assertThatIllegalArgumentException().isThrownBy(() -> Tally.ofOk(2).less(Tally.of(1, 1, 1)));
  }

  @Test
  void moreThanALongCanCountIsAnErrorAndNotASmallNumber() {
    Tally most = Tally.ofOk(Long.MAX_VALUE);
    assertThatExceptionOfType(ArithmeticException.class).isThrownBy(() -> most.plus(most));
    assertThatExceptionOfType(ArithmeticException.class)
        .isThrownBy(() -> Tally.of(Long.MAX_VALUE, 0, 1).in());
    assertThatExceptionOfType(ArithmeticException.class)
        .isThrownBy(() -> Tally.of(Long.MAX_VALUE, 1, 0).passed());
  }

  private static Tally tally(Random random) {
    long ok = random.nextInt(100);
    return new Tally(
        ok, random.nextInt(100), random.nextInt(100), random.nextInt(100), random.nextLong(ok + 1));
  }
}
