package dev.penstock.testkit.powerloss;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The names that a folder is certain to have, and the changes since. Only a sync of the folder
 * itself makes a name certain: not one of the file that has it, and not one of a folder above or
 * below.
 */
final class DiskFolder implements DiskNode {
  /** A name given to something, or taken away. */
  private record Pending(long time, String name, @Nullable DiskNode node) {
    void applyTo(Map<String, DiskNode> names) {
      if (node == null) {
        names.remove(name);
      } else {
        names.put(name, node);
      }
    }
  }

  private final Map<String, DiskNode> now = new TreeMap<>();
  private final Map<String, DiskNode> certain = new TreeMap<>();
  private final List<Pending> pending = new ArrayList<>();

  @Nullable DiskNode find(String name) {
    return now.get(name);
  }

  /** What is there as long as the power is. */
  Map<String, DiskNode> now() {
    return now;
  }

  void put(long time, String name, DiskNode node) {
    change(new Pending(time, name, node));
  }

  void remove(long time, String name) {
    change(new Pending(time, name, null));
  }

  private void change(Pending change) {
    change.applyTo(now);
    pending.add(change);
  }

  @Override
  public void synced(long before) {
    int safe = 0;
    while (safe < pending.size() && pending.get(safe).time() < before) {
      pending.get(safe).applyTo(certain);
      safe++;
    }
    pending.subList(0, safe).clear();
  }

  @Override
  public void leaveAt(Path path, Luck luck) throws IOException {
    var left = new TreeMap<>(certain);
    for (Pending change : pending) {
      if (luck.keepsName()) {
        change.applyTo(left);
      }
    }
    Files.createDirectories(path);
    for (Map.Entry<String, DiskNode> entry : left.entrySet()) {
      entry.getValue().leaveAt(path.resolve(entry.getKey()), luck);
    }
  }
}
