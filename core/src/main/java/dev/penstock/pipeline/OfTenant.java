package dev.penstock.pipeline;

/** Work that is done for a tenant. */
public interface OfTenant {
  /**
   * The tenant whose job it is. An isolated stage has no store in which it could keep tenants apart,
   * and is told none: it is empty there.
   */
  default String tenant() {
    return "";
  }
}
