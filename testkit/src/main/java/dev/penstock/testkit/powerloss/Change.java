package dev.penstock.testkit.powerloss;

import java.nio.file.Path;

/** One line of a recording. Paths are absolute; a descriptor is a number until it is closed. */
public sealed interface Change {
  /** A process began, and the descriptors of the one before it are gone. */
  record Started() implements Change {}

  record Opened(int fd, Path path, boolean creating, boolean emptying) implements Change {}

  record Closed(int fd) implements Change {}

  record Duplicated(int fd, int to) implements Change {}

  record Written(int fd, long offset, byte[] bytes) implements Change {}

  /** Cut or grown to a length. */
  record Resized(int fd, long length) implements Change {}

  /** Cut or grown to a length, by its name. */
  record ResizedByName(Path path, long length) implements Change {}

  /** Grown to at least a length. */
  record Reserved(int fd, long length) implements Change {}

  /** What changed before this is safe once the sync of that number has ended. */
  record SyncBegun(int fd, long number) implements Change {}

  record SyncEnded(long number) implements Change {}

  record Renamed(Path from, Path to) implements Change {}

  record Linked(Path from, Path to) implements Change {}

  record Unlinked(Path path) implements Change {}

  record FolderMade(Path path) implements Change {}

  record FolderGone(Path path) implements Change {}

  /** From here on its bytes change without a word: a disk may have anything. */
  record Mapped(int fd) implements Change {}

  /** Not a change: what the process told the world at this moment. */
  record Acknowledged(String text) implements Change {}

  /** A call that the recorder does not understand: the recording is worth nothing. */
  record Unknown(String call) implements Change {}
}
