package dev.penstock.store.embedded.registry;

import dev.penstock.schedule.Misfire;
import org.jspecify.annotations.Nullable;

/** A misfire as two columns. */
final class MisfireColumns {
  private MisfireColumns() {}

  static String word(Misfire misfire) {
    return switch (misfire) {
      case Misfire.Skip() -> "skip";
      case Misfire.Once() -> "once";
      case Misfire.CatchUp(_) -> "catch-up";
    };
  }

  static @Nullable Integer most(Misfire misfire) {
    return switch (misfire) {
      case Misfire.Skip(), Misfire.Once() -> null;
      case Misfire.CatchUp(int most) -> most;
    };
  }

  static Misfire of(String word, int most) {
    return switch (word) {
      case "skip" -> new Misfire.Skip();
      case "once" -> new Misfire.Once();
      case "catch-up" -> new Misfire.CatchUp(most);
      default -> throw new IllegalStateException("the registry has a misfire '" + word + "'");
    };
  }
}
