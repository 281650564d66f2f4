package dev.penstock.server.run;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A file that appears under its name whole and durable, or not at all. */
public final class WholeFile implements AutoCloseable {
  private final Path target;
  private final Path fresh;
  private final FileOutputStream file;
  private final OutputStream stream;

  private WholeFile(Path target, Path fresh) throws IOException {
    this.target = target;
    this.fresh = fresh;
    this.file = new FileOutputStream(fresh.toFile());
    this.stream = new BufferedOutputStream(file, 1 << 16);
  }

  /** Starts a file beside its name; a file of that name stays until {@link #publish}. */
  public static WholeFile at(Path target) throws IOException {
    Path whole = target.toAbsolutePath();
    String name = "." + whole.getFileName() + "." + ProcessHandle.current().pid() + ".part";
    return new WholeFile(whole, whole.resolveSibling(name));
  }

  /**
   * The same in a folder.
   *
   * @throws IOException when the name is more than one, and leads elsewhere
   */
  public static WholeFile in(Path folder, String name) throws IOException {
    Path place = folder.toAbsolutePath().normalize();
    Path target = place.resolve(name).normalize();
    if (!place.equals(target.getParent())) {
      throw new IOException("'%s' is no file name in '%s'".formatted(name, folder));
    }
    return at(target);
  }

  public OutputStream stream() {
    return stream;
  }

  public void publish() throws IOException {
    stream.flush();
    file.getFD().sync();
    stream.close();
    Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public void close() throws IOException {
    file.close();
    Files.deleteIfExists(fresh);
  }
}
