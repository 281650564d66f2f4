package dev.penstock.raster.openjpeg;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.NoSuchElementException;
import java.util.Optional;

/** The functions of libopenjp2 that decoding takes (API of 2.1, ABI 7). */
@SuppressWarnings("restricted") // Native code is called.
record Library(Codec codec, Stream stream) {
  private static final String NAME = "libopenjp2.so.7";

  /** Functions about what decodes, and what is decoded. */
  record Codec(
      MethodHandle create,
      MethodHandle defaults,
      MethodHandle setup,
      MethodHandle header,
      MethodHandle area,
      MethodHandle decode,
      MethodHandle destroy,
      MethodHandle destroyImage) {}

  /** Functions about where bytes come from. */
  record Stream(
      MethodHandle create,
      MethodHandle readBy,
      MethodHandle skipBy,
      MethodHandle seekBy,
      MethodHandle userData,
      MethodHandle userLength,
      MethodHandle destroy) {}

  /** Empty where the system has no such library, or another one of that name. */
  static Optional<Library> find() {
    try {
      SymbolLookup symbols = SymbolLookup.libraryLookup(NAME, Arena.global());
      return Optional.of(new Library(codec(symbols), stream(symbols)));
    } catch (IllegalArgumentException | NoSuchElementException e) {
      return Optional.empty();
    }
  }

  private static Codec codec(SymbolLookup symbols) {
    return new Codec(
        function(symbols, "opj_create_decompress", ADDRESS, JAVA_INT),
        procedure(symbols, "opj_set_default_decoder_parameters", ADDRESS),
        function(symbols, "opj_setup_decoder", JAVA_INT, ADDRESS, ADDRESS),
        function(symbols, "opj_read_header", JAVA_INT, ADDRESS, ADDRESS, ADDRESS),
        function(
            symbols,
            "opj_set_decode_area",
            JAVA_INT,
            ADDRESS,
            ADDRESS,
            JAVA_INT,
            JAVA_INT,
            JAVA_INT,
            JAVA_INT),
        function(symbols, "opj_decode", JAVA_INT, ADDRESS, ADDRESS, ADDRESS),
        procedure(symbols, "opj_destroy_codec", ADDRESS),
        procedure(symbols, "opj_image_destroy", ADDRESS));
  }

  private static Stream stream(SymbolLookup symbols) {
    return new Stream(
        function(symbols, "opj_stream_create", ADDRESS, JAVA_LONG, JAVA_INT),
        procedure(symbols, "opj_stream_set_read_function", ADDRESS, ADDRESS),
        procedure(symbols, "opj_stream_set_skip_function", ADDRESS, ADDRESS),
        procedure(symbols, "opj_stream_set_seek_function", ADDRESS, ADDRESS),
        procedure(symbols, "opj_stream_set_user_data", ADDRESS, ADDRESS, ADDRESS),
        procedure(symbols, "opj_stream_set_user_data_length", ADDRESS, JAVA_LONG),
        procedure(symbols, "opj_stream_destroy", ADDRESS));
  }

  private static MethodHandle function(
      SymbolLookup symbols, String name, MemoryLayout result, MemoryLayout... parameters) {
    return handle(symbols, name, FunctionDescriptor.of(result, parameters));
  }

  private static MethodHandle procedure(
      SymbolLookup symbols, String name, MemoryLayout... parameters) {
    return handle(symbols, name, FunctionDescriptor.ofVoid(parameters));
  }

  private static MethodHandle handle(
      SymbolLookup symbols, String name, FunctionDescriptor descriptor) {
    MemorySegment symbol = symbols.findOrThrow(name);
    return Linker.nativeLinker().downcallHandle(symbol, descriptor);
  }
}
