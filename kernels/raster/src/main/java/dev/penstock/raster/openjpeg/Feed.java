package dev.penstock.raster.openjpeg;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * Hands the library the bytes of a codestream when it asks for them. Its methods are called from
 * native code, where nothing may be thrown. Not thread-safe.
 */
@SuppressWarnings("restricted") // Native code calls it.
final class Feed {
  private static final FunctionDescriptor READ =
      FunctionDescriptor.of(JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS);
  private static final FunctionDescriptor SKIP =
      FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, ADDRESS);
  private static final FunctionDescriptor SEEK =
      FunctionDescriptor.of(JAVA_INT, JAVA_LONG, ADDRESS);

  private final MemorySegment bytes;
  private long at;

  Feed(byte[] bytes) {
    this.bytes = MemorySegment.ofArray(bytes);
  }

  /** How many bytes come; -1 at the end, as the library wants it. */
  long read(MemorySegment into, long wanted, MemorySegment user) {
    long count = Math.min(wanted, bytes.byteSize() - at);
    if (count <= 0) {
      return -1;
    }
    MemorySegment.copy(bytes, at, into.reinterpret(count), 0, count);
    at += count;
    return count;
  }

  /** How many bytes were passed over; -1 if there are not as many. */
  long skip(long count, MemorySegment user) {
    if (count < -at || count > bytes.byteSize() - at) {
      return -1;
    }
    at += count;
    return count;
  }

  /** 1, or 0 if there is no such place. */
  int seek(long to, MemorySegment user) {
    if (to < 0 || to > bytes.byteSize()) {
      return 0;
    }
    at = to;
    return 1;
  }

  MemorySegment readPointer(Arena arena) {
    return pointer("read", READ, arena);
  }

  MemorySegment skipPointer(Arena arena) {
    return pointer("skip", SKIP, arena);
  }

  MemorySegment seekPointer(Arena arena) {
    return pointer("seek", SEEK, arena);
  }

  long length() {
    return bytes.byteSize();
  }

  private MemorySegment pointer(String name, FunctionDescriptor descriptor, Arena arena) {
    MethodType type = descriptor.toMethodType();
    try {
      MethodHandle method = MethodHandles.lookup().bind(this, name, type);
      return Linker.nativeLinker().upcallStub(method, descriptor, arena);
    } catch (NoSuchMethodException | IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }
}
