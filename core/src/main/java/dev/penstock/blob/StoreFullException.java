package dev.penstock.blob;

import java.io.IOException;

/** The store has no room for more bytes. Passes when somebody makes room; HTTP says 507. */
public final class StoreFullException extends IOException {
  public StoreFullException(String what) {
    super(what);
  }
}
