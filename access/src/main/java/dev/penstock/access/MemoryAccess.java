package dev.penstock.access;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Keys and audit log in plain memory, for tests and as the oracle of other books. */
public final class MemoryAccess implements KeyBook, AuditBook {
  private final Map<String, ApiKey> keys = new LinkedHashMap<>();
  private final List<Numbered> lines = new ArrayList<>();
  private long number;

  @Override
  public synchronized void add(ApiKey key) {
    keys.put(key.id(), key);
  }

  @Override
  public synchronized Optional<ApiKey> get(String id) {
    return Optional.ofNullable(keys.get(id));
  }

  @Override
  public synchronized List<ApiKey> list(Optional<String> tenant) {
    return keys.values().stream()
        .filter(key -> tenant.map(key.tenant()::equals).orElse(true))
        .toList();
  }

  @Override
  public synchronized boolean revoke(String id, Instant at) {
    if (get(id).filter(key -> key.life().revoked().isEmpty()).isEmpty()) {
      return false;
    }
    change(
        id, life -> new ApiKey.Life(life.created(), life.expires(), Optional.of(at), life.used()));
    return true;
  }

  @Override
  public synchronized void expire(String id, Instant at) {
    change(
        id,
        life ->
            life.expires().filter(at::isAfter).isPresent()
                ? life
                : new ApiKey.Life(life.created(), Optional.of(at), life.revoked(), life.used()));
  }

  @Override
  public synchronized void used(String id, Instant at) {
    change(
        id,
        life -> new ApiKey.Life(life.created(), life.expires(), life.revoked(), Optional.of(at)));
  }

  private void change(String id, UnaryOperator<ApiKey.Life> how) {
    keys.computeIfPresent(
        id,
        (k, key) ->
            new ApiKey(
                key.id(),
                key.tenant(),
                key.name(),
                key.scopes(),
                key.hash(),
                how.apply(key.life())));
  }

  @Override
  public synchronized void note(AuditLine line) {
    number++;
    lines.add(new Numbered(number, line));
  }

  @Override
  public synchronized List<Numbered> list(
      Optional<String> tenant, Optional<Long> before, int limit) {
    return lines.reversed().stream()
        .filter(each -> tenant.map(each.line().tenant()::equals).orElse(true))
        .filter(each -> before.map(last -> each.number() < last).orElse(true))
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized int expire(Instant before) {
    int count = lines.size();
    lines.removeIf(each -> each.line().at().isBefore(before));
    return count - lines.size();
  }
}
