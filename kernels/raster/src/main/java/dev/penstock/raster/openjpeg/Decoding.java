package dev.penstock.raster.openjpeg;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.penstock.raster.Fault;
import dev.penstock.raster.RasterException;
import dev.penstock.raster.jpeg2000.Rect;
import dev.penstock.raster.jpeg2000.TileRequest;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;

/** One call of the library, and all that has to be given back after it. Not thread-safe. */
@SuppressWarnings("restricted") // Native memory is looked into.
final class Decoding implements AutoCloseable {
  private static final int RAW_CODESTREAM = 0;
  private static final int INPUT = 1;
  private static final long BUFFER = 1 << 16;

  /** More than its parameters take in any version. */
  private static final long PARAMETERS = 1 << 15;

  private static final long COMPONENT_BYTES = 64;
  private static final long COMPONENT_DATA = 48;
  private static final int IMAGE_COMPONENTS = 16;
  private static final int IMAGE_FIRST = 24;
  private static final long IMAGE_BYTES = 64;

  private final Library library;
  private final TileRequest request;
  private final Arena arena = Arena.ofConfined();
  private MemorySegment codec = MemorySegment.NULL;
  private MemorySegment stream = MemorySegment.NULL;
  private MemorySegment image = MemorySegment.NULL;

  Decoding(Library library, TileRequest request) {
    this.library = library;
    this.request = request;
  }

  List<int[]> decode() throws RasterException {
    stream = openStream(new Feed(request.codestream()));
    codec = pointer(library.codec().create(), RAW_CODESTREAM);
    MemorySegment parameters = arena.allocate(PARAMETERS);
    call(library.codec().defaults(), parameters);
    parameters.set(JAVA_INT, 0, request.reduce());
    check(library.codec().setup(), codec, parameters);
    MemorySegment holder = arena.allocate(ADDRESS);
    check(library.codec().header(), stream, codec, holder);
    image = holder.get(ADDRESS, 0).reinterpret(IMAGE_BYTES);
    Rect region = request.region();
    int by = request.reduce();
    check(
        library.codec().area(),
        codec,
        image,
        Math.max(region.x0() << by, image.get(JAVA_INT, 0)),
        Math.max(region.y0() << by, image.get(JAVA_INT, 4)),
        Math.min(region.x1() << by, image.get(JAVA_INT, 8)),
        Math.min(region.y1() << by, image.get(JAVA_INT, 12)));
    check(library.codec().decode(), codec, stream, image);
    return samples();
  }

  private MemorySegment openStream(Feed feed) {
    Library.Stream functions = library.stream();
    MemorySegment opened = pointer(functions.create(), BUFFER, INPUT);
    call(functions.readBy(), opened, feed.readPointer(arena));
    call(functions.skipBy(), opened, feed.skipPointer(arena));
    call(functions.seekBy(), opened, feed.seekPointer(arena));
    call(functions.userData(), opened, MemorySegment.NULL, MemorySegment.NULL);
    call(functions.userLength(), opened, feed.length());
    return opened;
  }

  private List<int[]> samples() throws RasterException {
    int components = image.get(JAVA_INT, IMAGE_COMPONENTS);
    MemorySegment all = image.get(ADDRESS, IMAGE_FIRST).reinterpret(components * COMPONENT_BYTES);
    Rect region = request.region();
    List<int[]> samples = new ArrayList<>();
    for (int band : request.bands()) {
      long at = band * COMPONENT_BYTES;
      int width = all.get(JAVA_INT, at + 8);
      int height = all.get(JAVA_INT, at + 12);
      MemorySegment data = all.get(ADDRESS, at + COMPONENT_DATA);
      if (width != region.width() || height != region.height() || data.address() == 0) {
        throw new RasterException(
            Fault.CORRUPT_BLOCK,
            "OpenJPEG gives %d x %d pixels of %d x %d."
                .formatted(width, height, region.width(), region.height()));
      }
      samples.add(data.reinterpret(4L * width * height).toArray(JAVA_INT));
    }
    return samples;
  }

  private static void check(MethodHandle function, Object... arguments) throws RasterException {
    if (!call(function, arguments).equals(1)) {
      throw new RasterException(Fault.CORRUPT_BLOCK, "OpenJPEG does not decode a tile.");
    }
  }

  private static MemorySegment pointer(MethodHandle function, Object... arguments) {
    return (MemorySegment) call(function, arguments);
  }

  private static Object call(MethodHandle function, Object... arguments) {
    try {
      Object result = function.invokeWithArguments(arguments);
      return result == null ? 0 : result;
    } catch (Throwable e) { // why: a handle declares it; native code throws nothing
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    if (image.address() != 0) {
      call(library.codec().destroyImage(), image);
    }
    if (codec.address() != 0) {
      call(library.codec().destroy(), codec);
    }
    if (stream.address() != 0) {
      call(library.stream().destroy(), stream);
    }
    arena.close();
  }
}
