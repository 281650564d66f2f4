package dev.penstock.server.plant;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What this process is called where workers of several machines stand side by side. */
final class WorkerName {
  private static final Path KERNEL = Path.of("/proc/sys/kernel/hostname");

  private WorkerName() {}

  /** {@code host:pid}. */
  static String here() {
    return host() + ":" + ProcessHandle.current().pid();
  }

  /** {@code host:number}, the same for one folder after a restart too. */
  static String of(DataFolder data) {
    return host() + ":" + Integer.toHexString(data.path().toString().hashCode());
  }

  /** Asked of the kernel where it tells: the other way may wait for a name server. */
  private static String host() {
    try {
      return Files.readString(KERNEL).strip();
    } catch (IOException e) {
      return resolved();
    }
  }

  private static String resolved() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }
}
