package dev.penstock.runtime.child;

import java.io.BufferedInputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The pipe to the host, out of reach of everything else in this process: standard output is
 * standard error from here on, and standard input is empty, for Java and native code alike.
 */
record PrivatePipe(InputStream in, OutputStream out) {
  private static final Path IN = Path.of("/dev/fd/0");
  private static final Path OUT = Path.of("/dev/fd/1");
  private static final int BUFFER = 64 * 1024;

  static PrivatePipe take() throws IOException {
    System.setOut(System.err);
    System.setIn(InputStream.nullInputStream());
    if (!Files.isReadable(IN) || !Files.isWritable(OUT)) {
      return of(new FileInputStream(FileDescriptor.in), new FileOutputStream(FileDescriptor.out));
    }
    PrivatePipe pipe = of(new FileInputStream(IN.toFile()), new FileOutputStream(OUT.toFile()));
    // The JDK turns the closed ones of the first three descriptors towards /dev/null.
    new FileInputStream(FileDescriptor.in).close();
    new FileOutputStream(FileDescriptor.out).close();
    return pipe;
  }

  private static PrivatePipe of(InputStream in, OutputStream out) {
    return new PrivatePipe(new BufferedInputStream(in, BUFFER), out);
  }
}
