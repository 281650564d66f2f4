package dev.penstock.store.embedded;

import dev.penstock.blob.Folders;
import dev.penstock.blob.TreeCopy;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A store's files in another folder. First what is staged, then the catalog of one moment and what
 * that names as published: a part that is published in between is found there.
 */
record StoreCopy(Path place, PartFolder parts, StagedParts staged) {
  /** Two publications and a discard may take a file away that a catalog still named. */
  private static final int TRIES = 10;

  void to(Path target) throws IOException {
    Path folder = Folders.make(target.resolve("parts"));
    for (PartName part : parts.staged()) {
      SqliteTrouble.translated(() -> staged.with(part, slot -> copied(part, folder)));
    }
    for (int tries = 1; ; tries++) {
      try (Picture catalog = Picture.of(place.resolve("catalog.db"))) {
        for (PartName part : catalog.read(Catalog::onDisk)) {
          TreeCopy.linkOrCopy(parts.file(part), folder.resolve(part.file()));
        }
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

  /** Between two transactions, so that the file alone is whole. */
  private boolean copied(PartName part, Path folder) throws IOException {
    if (!parts.has(part)) {
      return false;
    }
    TreeCopy.copy(parts.file(part), folder.resolve(part.file()));
    return true;
  }
}
