package dev.penstock.formats;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Features that can be read from the first to the last, more than once, always the same. */
@FunctionalInterface
public interface FeatureSource {
  /** Starts at the first. */
  Cursor open() throws IOException;

  /** Goes from feature to feature; used by one thread. */
  interface Cursor extends Closeable {
    /** The next feature; null after the last. */
    @Nullable Feature next() throws IOException;
  }
}
