package dev.penstock.raster.source;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The first bytes of objects that were read before, with the version they belong to, so that only
 * pixels have to be fetched next time. Every read behind them asks the host for that same version.
 * Bounded by bytes, the least recently used go first. Thread-safe.
 */
public final class HeadCache {
  private final long most;
  private final Map<String, Head> heads = new LinkedHashMap<>(64, 0.75f, true);
  private long held;

  /** The beginning of an object. */
  record Head(Version version, byte[] bytes) {
    boolean covers(long from, int length) {
      boolean whole = version.total() == bytes.length;
      return from < bytes.length && (whole || length <= bytes.length - from);
    }
  }

  /**
   * @param most bytes of heads that are kept
   */
  public HeadCache(long most) {
    this.most = most;
  }

  synchronized Optional<Head> get(String name) {
    return Optional.ofNullable(heads.get(name));
  }

  synchronized void put(String name, Head head) {
    forget(name);
    heads.put(name, head);
    held += head.bytes().length;
    Iterator<Head> oldest = heads.values().iterator();
    while (held > most && oldest.hasNext()) {
      held -= oldest.next().bytes().length;
      oldest.remove();
    }
  }

  synchronized void forget(String name) {
    Head head = heads.remove(name);
    if (head != null) {
      held -= head.bytes().length;
    }
  }
}
