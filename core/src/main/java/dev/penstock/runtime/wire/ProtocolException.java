package dev.penstock.runtime.wire;

import java.io.IOException;

/** The other side sent what the protocol does not know. Nothing that it says later can be read. */
public final class ProtocolException extends IOException {
  public ProtocolException(String what) {
    super(what);
  }

  public ProtocolException(String what, Throwable cause) {
    super(what, cause);
  }
}
