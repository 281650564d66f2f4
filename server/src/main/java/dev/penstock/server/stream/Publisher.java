package dev.penstock.server.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Appends to a stream; connects when there is something to append. Thread-safe. */
public final class Publisher implements AutoCloseable {
  private final String url;
  private final String stream;
  private @Nullable StreamLink open;

  public Publisher(String url, String stream) {
    this.url = url;
    this.stream = stream;
  }

  /** One at a time: entries are small, and a broken connection is mended once. */
  synchronized void append(Map<String, String> fields) throws StreamTroubleException {
    StreamLink link = open == null ? StreamLink.open(url) : open;
    open = null;
    CommandArgs<String, byte[]> args = StreamLink.args().addKey(stream).add("*");
    fields.forEach((name, value) -> args.add(name).addValue(value.getBytes(UTF_8)));
    try {
      link.call(CommandType.XADD, args);
      open = link;
    } finally {
      if (open == null) {
        link.close();
      }
    }
  }

  @Override
  public synchronized void close() {
    if (open != null) {
      open.close();
      open = null;
    }
  }
}
