package dev.penstock.access;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a key lets its holder do, within its tenant. */
public enum Scope {
  /** Send payloads in. */
  SUBMIT,
  /** Read jobs, results, collections. */
  READ,
  /** Dismiss, remove, replay; schedules, subscriptions, endpoints. */
  OPERATE,
  /** Everything, also what all tenants share: stages, gates, keys, the audit log. */
  ADMIN;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static List<String> words() {
    return Arrays.stream(values()).map(Scope::word).toList();
  }

  public static Optional<Scope> of(String word) {
    return Arrays.stream(values()).filter(scope -> scope.word().equals(word)).findFirst();
  }
}
