package dev.penstock.server.web;

import java.io.IOException;
import org.eclipse.jetty.io.Content;

/** A body that comes piece by piece. */
@FunctionalInterface
public interface Pieces {
  /** The next piece; the caller releases it. The last one says so. */
  Content.Chunk next() throws IOException;
}
