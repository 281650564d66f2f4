package dev.penstock.engine;

import dev.penstock.engine.EngineLimits.Load;
import java.util.HashMap;
import java.util.Map;

/** How much work has not ended, over all and of each tenant. Not thread-safe. */
public final class Usage {
  private final Map<String, Load> tenants = new HashMap<>();
  private Load all = Load.NOTHING;

  /** Counts work in, or out when negative. */
  public void add(String tenant, long jobs, long chunks, long bytes) {
    all = all.plus(jobs, chunks, bytes);
    Load used = tenants.getOrDefault(tenant, Load.NOTHING).plus(jobs, chunks, bytes);
    if (used.equals(Load.NOTHING)) {
      tenants.remove(tenant);
    } else {
      tenants.put(tenant, used);
    }
  }

  /** Forgets everything. */
  public void clear() {
    tenants.clear();
    all = Load.NOTHING;
  }

  /**
   * The name of the limit that one more job would break; empty: none.
   *
   * @param payload bytes that the job brings
   * @param less what ends when the job begins
   */
  public String brokenBy(EngineLimits limits, String tenant, long payload, Load less) {
    String broken = limits.all().brokenBy(without(all, less), payload);
    if (!broken.isEmpty()) {
      return broken;
    }
    Load used = tenants.getOrDefault(tenant, Load.NOTHING);
    String own = limits.tenant().brokenBy(without(used, less), payload);
    return own.isEmpty() ? "" : "tenant." + own;
  }

  private static Load without(Load used, Load less) {
    return used.plus(-less.jobs(), -less.chunks(), -less.bytes());
  }
}
