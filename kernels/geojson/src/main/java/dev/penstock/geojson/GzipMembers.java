package dev.penstock.geojson;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Unwraps gzip strictly: every member must be whole and its checksum right, and only zero bytes may
 * follow the last one. (The JDK's own stream takes a damaged second member for the end.) Counts the
 * compressed bytes it used.
 */
final class GzipMembers extends InputStream {
  private static final String BEHIND =
      "bytes behind the end of gzip are neither zeros nor another gzip member";
  private static final int HEADER_CRC = 2;
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;

  private final InputStream in;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 crc = new CRC32();
  private final byte[] packed = new byte[64 << 10];
  private int pos;
  private int limit;
  private long fetched;
  private long produced;
  private long total;
  private boolean inMember;
  private boolean anyMember;
  private boolean ended;

  GzipMembers(InputStream in) {
    this.in = in;
  }

  /** Compressed bytes taken from the source so far. */
  long compressed() {
    return fetched - limit + pos - inflater.getRemaining();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int from, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (inMember || nextMember()) {
      int count = inflate(target, from, length);
      if (count > 0) {
        crc.update(target, from, count);
        produced += count;
        total += count;
        return count;
      }
      if (inflater.finished()) {
        endMember();
      }
    }
    return -1;
  }

  private int inflate(byte[] target, int from, int length) throws IOException {
    try {
      int count = inflater.inflate(target, from, length);
      if (count == 0 && inflater.needsDictionary()) {
        throw damaged("gzip asks for a dictionary");
      }
      if (count == 0 && inflater.needsInput() && !inflater.finished()) {
        if (!fetch()) {
          throw damaged("gzip ends too early");
        }
        inflater.setInput(packed, 0, limit);
        pos = limit;
      }
      return count;
    } catch (DataFormatException e) {
      throw damaged("gzip is damaged: " + e.getMessage());
    }
  }

  private void endMember() throws IOException {
    pos = limit - inflater.getRemaining();
    inflater.reset();
    inMember = false;
    if (number(4) != crc.getValue()) {
      throw damaged("gzip checksum is wrong");
    }
    if (number(4) != (produced & 0xFFFFFFFFL)) {
      throw damaged("gzip length is wrong");
    }
  }

  private boolean nextMember() throws IOException {
    if (ended) {
      return false;
    }
    int lead = octet();
    if (anyMember && lead == 0) {
      while (lead == 0) {
        lead = octet();
      }
      if (lead >= 0) {
        throw damaged(BEHIND);
      }
    }
    if (anyMember && lead < 0) {
      ended = true;
      return false;
    }
    if (lead != 0x1F || octet() != 0x8B) {
      throw damaged(anyMember ? BEHIND : "gzip header is wrong");
    }
    if (needed() != 8) {
      throw damaged("gzip header is wrong");
    }
    header();
    anyMember = true;
    crc.reset();
    produced = 0;
    inflater.setInput(packed, pos, limit - pos);
    pos = limit;
    inMember = true;
    return true;
  }

  private void header() throws IOException {
    int flags = needed();
    number(4);
    number(2);
    if ((flags & EXTRA) != 0) {
      for (long left = number(2); left > 0; left--) {
        needed();
      }
    }
    if ((flags & NAME) != 0) {
      skipText();
    }
    if ((flags & COMMENT) != 0) {
      skipText();
    }
    if ((flags & HEADER_CRC) != 0) {
      number(2);
    }
  }

  private void skipText() throws IOException {
    int c = needed();
    while (c != 0) {
      c = needed();
    }
  }

  private long number(int bytes) throws IOException {
    long value = 0;
    for (int i = 0; i < bytes; i++) {
      value |= (long) needed() << (8 * i);
    }
    return value;
  }

  private int needed() throws IOException {
    int c = octet();
    if (c < 0) {
      throw damaged("gzip ends too early");
    }
    return c;
  }

  private int octet() throws IOException {
    return (pos < limit || fetch()) ? packed[pos++] & 0xFF : -1;
  }

  private boolean fetch() throws IOException {
    int count;
    do {
      count = in.read(packed, 0, packed.length);
    } while (count == 0);
    pos = 0;
    limit = Math.max(count, 0);
    fetched += limit;
    return count > 0;
  }

  private PayloadException damaged(String detail) {
    return new PayloadException(Rule.INPUT_GZIP, detail, total);
  }

  @Override
  public void close() throws IOException {
    inflater.end();
    in.close();
  }
}
