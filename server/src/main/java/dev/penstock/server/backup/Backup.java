package dev.penstock.server.backup;

import dev.penstock.job.Problem;
import java.nio.file.Path;
import java.time.Instant;

/** One back-up, by its name. */
public sealed interface Backup {
  String name();

  /** It is being made. */
  record Running(String name, Instant begun) implements Backup {}

  /** It is whole. */
  record Made(String name, Path folder, BackupNote note) implements Backup {}

  /** It came to nothing, and left nothing; known until the process ends. */
  record Failed(String name, Instant begun, Problem problem) implements Backup {}
}
