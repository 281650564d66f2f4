package dev.penstock.raster.jp2;

import dev.penstock.raster.Fault;
import dev.penstock.raster.RasterException;
import dev.penstock.raster.pixel.Georeference;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Goes through the boxes of a file: where its codestream is, and where the image lies. */
final class Boxes {
  private static final int SIGNATURE = 0x6a502020;
  private static final int CODESTREAM = 0x6a703263;
  private static final int ASSOCIATION = 0x61736f63;
  private static final int XML = 0x786d6c20;
  private static final int UUID = 0x75756964;
  private static final int UUID_BYTES = 16;
  private static final int DEEPEST = 8;

  /** Names the box that holds a GeoTIFF of one pixel. */
  private static final long GEO_JP2_HIGH = 0xb14bf8bd083d4b43L;

  private static final long GEO_JP2_LOW = 0xa5ae8cd7d5a6ce03L;

  private final Pages pages;
  private final Jp2Limits limits;
  private Optional<Georeference> byTiff = Optional.empty();
  private Optional<Georeference> byGml = Optional.empty();
  private Optional<Container> codestream = Optional.empty();
  private int seen;

  Boxes(Pages pages, Jp2Limits limits) {
    this.pages = pages;
    this.limits = limits;
  }

  /** One box: its type and where its content is; the end is -1 where the file's end is. */
  private record Box(int type, long from, long end) {}

  Container read() throws RasterException, InterruptedException {
    ByteBuffer first = pages.find(0, 12).orElse(ByteBuffer.allocate(12));
    if (first.getInt(0) == 0xff4fff51) {
      return new Container(0, -1, Optional.empty());
    }
    if (first.getInt(4) != SIGNATURE) {
      throw new RasterException(Fault.NOT_A_JPEG2000, "The file is not a JPEG 2000 file.");
    }
    chain(0, -1, 0);
    Container found =
        codestream.orElseThrow(() -> Defects.malformed("The file holds no codestream."));
    return new Container(found.from(), found.end(), byTiff.or(() -> byGml));
  }

  private boolean placed() {
    return byTiff.isPresent() || byGml.isPresent();
  }

  private void chain(long from, long end, int depth) throws RasterException, InterruptedException {
    if (depth > DEEPEST) {
      throw Defects.malformed("Boxes within more than %d others.".formatted(DEEPEST));
    }
    long at = from;
    while (at >= 0 && (end < 0 || at + 8 <= end)) {
      Optional<Box> box = box(at, end);
      if (box.isEmpty()) {
        return;
      }
      visit(box.get(), depth);
      // Behind the pixels there is something to look for only if it was not found before them.
      if (codestream.isPresent() && placed()) {
        return;
      }
      at = box.get().end();
    }
  }

  private Optional<Box> box(long at, long end) throws RasterException, InterruptedException {
    if (++seen > limits.boxes()) {
      throw Defects.tooLarge("More than %d boxes.".formatted(limits.boxes()));
    }
    Optional<ByteBuffer> head = pages.find(at, 8);
    if (head.isEmpty()) {
      return Optional.empty();
    }
    long length = head.get().getInt(0) & 0xffffffffL;
    long header = 8;
    if (length == 1) {
      length = pages.at(at + 8, 8).getLong();
      header = 16;
    }
    if (length != 0 && (length < header || (end >= 0 && length > end - at))) {
      throw Defects.malformed("A box of %d bytes at %d.".formatted(length, at));
    }
    return Optional.of(new Box(head.get().getInt(4), at + header, length == 0 ? end : at + length));
  }

  private void visit(Box box, int depth) throws RasterException, InterruptedException {
    switch (box.type()) {
      case CODESTREAM -> {
        if (codestream.isEmpty()) {
          codestream = Optional.of(new Container(box.from(), box.end(), Optional.empty()));
        }
      }
      case ASSOCIATION -> chain(box.from(), box.end(), depth + 1);
      case UUID -> uuid(box);
      case XML -> {
        if (byGml.isEmpty()) {
          byte[] text = content(box, box.from());
          byGml = GmlPlace.read(new String(text, StandardCharsets.UTF_8));
        }
      }
      default -> {
        // The header tells what the codestream tells as well; all others are of no use here.
      }
    }
  }

  private void uuid(Box box) throws RasterException, InterruptedException {
    if (box.end() >= 0 && box.end() - box.from() < UUID_BYTES) {
      return;
    }
    ByteBuffer id = pages.at(box.from(), UUID_BYTES);
    if (id.getLong(0) == GEO_JP2_HIGH && id.getLong(8) == GEO_JP2_LOW && byTiff.isEmpty()) {
      byTiff = TiffPlace.read(content(box, box.from() + UUID_BYTES));
    }
  }

  private byte[] content(Box box, long from) throws RasterException, InterruptedException {
    long length = box.end() - from;
    if (length < 0 || length > limits.boxBytes()) {
      throw Defects.tooLarge(
          "A box that tells where the image lies, of %d bytes.".formatted(length));
    }
    byte[] content = new byte[(int) length];
    pages.at(from, content.length).get(content);
    return content;
  }
}
