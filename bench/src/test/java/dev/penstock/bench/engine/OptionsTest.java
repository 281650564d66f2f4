package dev.penstock.bench.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class OptionsTest {
  @Test
  void everythingIsMeasuredUnlessToldOtherwise() {
    Options options = Options.of(List.of());
    assertThat(options.rivals()).isTrue();
    assertThat(options.wants("sqlite")).isTrue();
  }

  @Test
  void whatIsNamedIsMeasuredAlone() {
    Options options = Options.of(List.of("--without-rivals", "--only=sqlite,bullmq"));
    assertThat(options.rivals()).isFalse();
    assertThat(options.wants("bullmq")).isTrue();
    assertThat(options.wants("jobrunr")).isFalse();
  }

  @Test
  void anUnknownFlagSaysWhatThereIs() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Options.of(List.of("--quick")))
        .withMessageContaining("--quick")
        .withMessageContaining("--without-rivals");
  }

  @Test
  void aMissingToolComesWithTheWayToInstallIt() {
    String hint = Tool.hint(List.of(new Tool("redis-server", "redis-server", "for BullMQ")));
    assertThat(hint)
        .contains("missing: redis-server (for BullMQ)")
        .contains("apt-get install redis-server")
        .contains("--without-rivals");
  }
}
