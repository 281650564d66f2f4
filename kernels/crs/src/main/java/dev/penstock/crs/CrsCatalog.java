package dev.penstock.crs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The coordinate reference systems that were verified against PROJ, and those that are refused with
 * a reason. Immutable and thread-safe.
 */
public final class CrsCatalog {

  private static final CrsCatalog STANDARD = new CrsCatalog();

  private final Map<CrsCode, Crs> known;
  private final Map<CrsCode, String> unsupported;
  private final Map<CrsCode, Crs> unverified;

  private CrsCatalog() {
    this.known = CrsTable.systems();
    this.unsupported = CrsTable.unsupported();
    this.unverified = CrsTable.unverified();
  }

  /** The one catalog, read from its tables once. */
  public static CrsCatalog standard() {
    return STANDARD;
  }

  /** WGS 84, x = longitude, y = latitude: the system of GeoJSON. */
  public static Crs crs84() {
    return STANDARD.get(CrsCode.CRS84);
  }

  /** Looks a name up in any spelling that {@link CrsCode#parse} reads. */
  public CrsLookup find(String text) {
    Optional<CrsCode> code = CrsCode.parse(text);
    return code.isPresent() ? find(code.get()) : unknown(text);
  }

  /** Looks a code up. */
  public CrsLookup find(CrsCode code) {
    Crs crs = known.get(code);
    if (crs != null) {
      return new CrsLookup.Known(crs);
    }
    String reason = unsupported.get(code);
    return reason == null ? unknown(code.toString()) : new CrsLookup.Unsupported(code, reason);
  }

  /**
   * The system of a name that is refused because it is not verified, for those who take the risk;
   * empty for all others.
   */
  public Optional<Crs> unverified(String text) {
    return CrsCode.parse(text).map(unverified::get);
  }

  /**
   * The system of that code, unverified ones among them.
   *
   * @throws IllegalArgumentException if the catalog does not have it; for names from outside use
   *     {@link #find(String)}
   */
  public Crs get(CrsCode code) {
    Crs crs = known.getOrDefault(code, unverified.get(code));
    if (crs == null) {
      throw new IllegalArgumentException("not in the catalog: " + code);
    }
    return crs;
  }

  /** All known systems, in the order of the table. */
  public List<Crs> systems() {
    return List.copyOf(known.values());
  }

  /** The systems that are refused, with the reason. */
  public List<CrsLookup.Unsupported> unsupported() {
    List<CrsLookup.Unsupported> refused = new ArrayList<>();
    unsupported.forEach((code, reason) -> refused.add(new CrsLookup.Unsupported(code, reason)));
    return List.copyOf(refused);
  }

  private CrsLookup unknown(String text) {
    String shown = text.length() > 200 ? text.substring(0, 200) : text;
    return new CrsLookup.Unknown(
        shown, NearestCrs.to(shown, known.values()).map(CrsCode::toString));
  }
}
