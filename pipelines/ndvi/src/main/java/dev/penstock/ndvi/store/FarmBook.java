package dev.penstock.ndvi.store;

import dev.penstock.ndvi.farm.Farm;
import dev.penstock.ndvi.farm.FarmDraft;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The farms of all tenants. Each method is one atomic step, durable on return. Thread-safe. */
public interface FarmBook {
  /**
   * Keeps farms, in the place of those of the same ids. Another boundary makes a new version, for
   * which nothing is known yet; the same one keeps the version.
   */
  List<Kept> put(String tenant, List<FarmDraft> drafts) throws IOException;

  /** A farm. */
  Optional<Farm> one(String tenant, String id) throws IOException;

  /**
   * Farms in the order of their ids.
   *
   * @param after the id before the first; empty: from the beginning
   */
  List<Farm> page(String tenant, String after, int limit, boolean activeOnly) throws IOException;

  /** Forgets a farm and all that was seen of it; whether there was one. */
  boolean remove(String tenant, String id) throws IOException;

  /** A farm that was kept, and what that changed. */
  record Kept(Farm farm, Change change) {}

  /** What keeping a farm changed. */
  enum Change {
    /** It is new. */
    CREATED,
    /** It has another boundary. */
    MOVED,
    /** Its boundary is the same. */
    SAME
  }
}
