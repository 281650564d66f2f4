package dev.penstock.store.embedded;

import dev.penstock.blob.Folders;
import dev.penstock.blob.TreeCopy;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A store's files in another folder. First what is staged, then the catalog of one moment and what
 * that names as published: a part that is published in between is found there.
 */
record StoreCopy(Path place, PartFolder parts, StagedParts staged) {
  /** Two publications and a discard may take a file away that readers of a catalog still need. */
  private static final int TRIES = 100;

  void to(Path target) throws IOException {
    Path folder = Folders.make(target.resolve("parts"));
    for (PartName part : parts.staged()) {
      SqliteTrouble.translated(() -> staged.with(part, slot -> copied(part, folder)));
    }
    var linked = new HashSet<PartName>();
    for (int tries = 1; ; tries++) {
      try (Picture catalog = Picture.of(place.resolve("catalog.db"))) {
        link(catalog, folder, linked);
        catalog.writeTo(target);
        Folders.force(folder);
        return;
      } catch (NoSuchFileException gone) {
        if (tries == TRIES) {
          throw gone;
        }
      }
    }
  }

  /** A published file is the same for ever: once linked, it need not be linked again. */
  private void link(Picture catalog, Path folder, Set<PartName> linked) throws IOException {
    List<PartName> leftOver = catalog.read(Catalog::leftOver);
    for (PartName part : catalog.read(Catalog::onDisk)) {
      if (linked.contains(part)) {
        continue;
      }
      try {
        TreeCopy.linkOrCopy(parts.file(part), folder.resolve(part.file()));
        linked.add(part);
      } catch (NoSuchFileException gone) {
        // The file of one that no reader can be on goes before the catalog says so.
        if (!leftOver.contains(part)) {
          throw gone;
        }
      }
    }
  }

  /** Between two transactions, so that the file alone is whole. */
  private boolean copied(PartName part, Path folder) throws IOException {
    try {
      TreeCopy.copy(parts.file(part), folder.resolve(part.file()));
      return true;
    } catch (NoSuchFileException gone) {
      // Discarded since it was listed.
      return false;
    }
  }
}
