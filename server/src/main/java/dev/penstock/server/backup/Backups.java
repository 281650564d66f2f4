package dev.penstock.server.backup;

import dev.penstock.blob.Folders;
import dev.penstock.blob.StoreFullException;
import dev.penstock.job.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The back-ups in one folder, each a data folder of its own, and the one that is being made. What
 * is not finished has another name, so that a crash leaves nothing that looks like a back-up.
 * Thread-safe.
 */
public final class Backups {
  private static final Logger LOG = LoggerFactory.getLogger(Backups.class);
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");
  private static final String HALF = ".half";
  private static final int MOST = 1_000;

  private final Path folder;
  private final Source source;
  private final InstantSource clock;

  /** The one that is being made, or that failed last. Guarded by this. */
  private @Nullable Backup last;

  public Backups(Path folder, Source source, InstantSource clock) {
    this.folder = folder;
    this.source = source;
    this.clock = clock;
  }

  /** Whether a text may name a back-up. */
  public static boolean isName(String text) {
    return NAME.matcher(text).matches() && !text.endsWith(HALF);
  }

  /** Why one cannot be begun. */
  public enum Refusal {
    EXISTS,
    RUNNING
  }

  /** Begins one; the caller does not wait for its end. Empty when it was begun. */
  public synchronized Optional<Refusal> begin(String name) throws IOException {
    if (last instanceof Backup.Running) {
      return Optional.of(Refusal.RUNNING);
    }
    if (Files.exists(folder.resolve(name))) {
      return Optional.of(Refusal.EXISTS);
    }
    Instant begun = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    Path half = folder.resolve(name + HALF);
    Folders.delete(half);
    Folders.make(half);
    last = new Backup.Running(name, begun);
    Thread.ofPlatform()
        .daemon()
        .name("penstock-backup")
        .start(() -> ended(make(name, half, begun)));
    return Optional.empty();
  }

  private synchronized void ended(Optional<Backup> failed) {
    last = failed.orElse(null);
  }

  /** Makes one; empty when it is there. */
  private Optional<Backup> make(String name, Path half, Instant begun) {
    Problem problem;
    try {
      source.copyTo(half);
      BackupNote.of(half, begun, clock.instant()).write(half);
      Files.move(half, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
      Folders.force(folder);
      return Optional.empty();
    } catch (StoreFullException e) {
      problem = new Problem("store.full", String.valueOf(e.getMessage()));
    } catch (IOException | RuntimeException e) {
      LOG.error("the back-up {} failed", name, e);
      problem = new Problem("backup.failed", String.valueOf(e.getMessage()));
    }
    try {
      Folders.delete(half);
    } catch (IOException e) {
      LOG.warn("{} is left over and cannot be deleted", half, e);
    }
    return Optional.of(new Backup.Failed(name, begun, problem));
  }

  /** By name. */
  public List<Backup> list() throws IOException {
    var all = new ArrayList<Backup>();
    try (Stream<Path> each = Files.list(folder)) {
      for (Path path : each.sorted().limit(MOST).toList()) {
        made(path.getFileName().toString()).ifPresent(all::add);
      }
    } catch (NoSuchFileException e) {
      // Nobody has made one yet.
      all.clear();
    }
    synchronized (this) {
      if (last != null) {
        all.add(last);
      }
    }
    return all;
  }

  public Optional<Backup> find(String name) throws IOException {
    synchronized (this) {
      if (last != null && last.name().equals(name)) {
        return Optional.of(last);
      }
    }
    return isName(name) ? made(name) : Optional.empty();
  }

  private Optional<Backup> made(String name) throws IOException {
    Path path = folder.resolve(name);
    return isName(name)
        ? BackupNote.in(path).map(note -> new Backup.Made(name, path, note))
        : Optional.empty();
  }

  /** Deletes one that is whole; whether there was one. */
  public boolean remove(String name) throws IOException {
    if (made(name).isEmpty()) {
      return false;
    }
    // It is none from here on, whatever happens.
    Path half = folder.resolve(name + HALF);
    Folders.delete(half);
    Files.move(folder.resolve(name), half, StandardCopyOption.ATOMIC_MOVE);
    Folders.delete(half);
    return true;
  }
}
