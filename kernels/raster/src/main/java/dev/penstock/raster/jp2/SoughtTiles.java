package dev.penstock.raster.jp2;

import dev.penstock.raster.RasterException;
import dev.penstock.raster.source.RangeSource;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Tiles of a file that does not list them. The mark at the beginning of a tile cannot occur within
 * its pixels, so a stretch that is read where the tile may begin either holds its mark or that of a
 * neighbour, which tells where to read next. Thread-safe.
 */
final class SoughtTiles implements TileSource {
  private static final int LEAST = 16 << 10;
  private static final int LONGEST = 8 << 20;

  /** Parts of how long a tile is that are read before the place where it may begin. */
  private static final double EARLIER = 0.2;

  private static final double READ = 1.4;

  private final RangeSource source;
  private final int tiles;
  private final long end;
  private final Jp2Limits limits;
  private final Landmarks landmarks;

  SoughtTiles(RangeSource source, int tiles, long first, long end, Jp2Limits limits) {
    this.source = source;
    this.tiles = tiles;
    this.end = end;
    this.limits = limits;
    this.landmarks = new Landmarks(first, tiles, Math.max(first + tiles, end));
  }

  @Override
  public List<List<byte[]>> read(List<Integer> wanted)
      throws RasterException, InterruptedException {
    List<List<byte[]>> found = new ArrayList<>();
    Stretch stretch = new Stretch(0, new byte[0]);
    for (int tile : wanted) {
      stretch = find(tile, stretch);
      found.add(parts(tile, stretch));
    }
    return found;
  }

  /** A stretch that begins before the tile does and holds its first mark. */
  private Stretch find(int tile, Stretch last) throws RasterException, InterruptedException {
    Stretch stretch = last;
    Aim aim = aim(tile, 0);
    for (int reads = 0; reads < limits.reads(); reads++) {
      Landmarks.Guess guess = landmarks.guess(tile);
      if (guess.exact()) {
        return stretch.holds(guess.at(), TilePart.BYTES)
            ? stretch
            : read(new Aim(guess.at(), (long) (READ * guess.length())), tile);
      }
      stretch = read(aim, tile);
      aim = next(aim, tile, stretch);
    }
    throw Defects.malformed(
        "The file has no index, and tile %d is not found in %d reads."
            .formatted(tile, limits.reads()));
  }

  /** Where to read, and how much. */
  private record Aim(long from, long length) {}

  /**
   * Where the tile may begin by what is known.
   *
   * @param reached it does not begin before that
   */
  private Aim aim(int tile, long reached) {
    Landmarks.Guess guess = landmarks.guess(tile);
    long from = guess.at() - (long) (EARLIER * guess.length());
    return new Aim(
        Math.max(Math.max(reached, landmarks.before(tile)), from), (long) (READ * guess.length()));
  }

  /** Where to read after a stretch that does not show where the tile begins. */
  private Aim next(Aim aim, int tile, Stretch stretch) throws RasterException {
    Seen seen = scan(stretch);
    long end = stretch.from() + stretch.bytes().length;
    boolean allSeen = end + TilePart.BYTES > landmarks.behind(tile);
    boolean past = seen.first() > tile || (seen.first() == tile && seen.later());
    if (past || (seen.first() < 0 && allSeen)) {
      // It begins before the stretch does.
      long from = Math.max(landmarks.before(tile), stretch.from() - 2 * aim.length());
      return new Aim(from, stretch.from() + TilePart.BYTES - from);
    }
    if (seen.first() < 0) {
      // Within one large tile: on to its end.
      return new Aim(Math.max(stretch.from() + 1, end - TilePart.BYTES + 1), 2 * aim.length());
    }
    return aim(tile, seen.reached());
  }

  private Stretch read(Aim aim, int tile) throws RasterException, InterruptedException {
    long length = Math.clamp(aim.length(), LEAST, LONGEST);
    long most = Math.max(LEAST, landmarks.behind(tile) - aim.from());
    return new Stretch(aim.from(), source.read(aim.from(), (int) Math.min(length, most)));
  }

  /**
   * What a stretch shows.
   *
   * @param first the tile whose mark comes first; -1 if there is none
   * @param later whether that mark is not the tile's first
   * @param reached where the next mark has to be
   */
  private record Seen(int first, boolean later, long reached) {}

  /** Remembers where tiles begin, as far as the stretch shows it. */
  private Seen scan(Stretch stretch) throws RasterException {
    ByteBuffer bytes = stretch.buffer();
    int first = -1;
    boolean later = false;
    long reached = stretch.from();
    int at = 0;
    while (at + TilePart.BYTES <= bytes.limit()) {
      Optional<TilePart> found = TilePart.read(bytes, at, tiles);
      if (found.isEmpty() || !follows(bytes, at, found.get())) {
        at++;
        continue;
      }
      TilePart part = found.get();
      if (first < 0) {
        first = part.tile();
        later = part.part() > 0;
      }
      reached = stretch.from() + at + part.length();
      remember(part, stretch.from() + at);
      if (part.length() == 0 || part.length() > bytes.limit() - at) {
        break;
      }
      at += (int) part.length();
    }
    return new Seen(first, later, reached);
  }

  private void remember(TilePart part, long at) throws RasterException {
    if (part.part() == 0) {
      landmarks.found(part.tile(), at);
    }
    if (part.last() && part.tile() + 1 < tiles && part.length() > 0) {
      landmarks.found(part.tile() + 1, at + part.length());
    }
  }

  /** Whether what lies behind a part, if we see it, is what may lie there. */
  private boolean follows(ByteBuffer bytes, int at, TilePart part) {
    long next = at + part.length();
    if (part.length() == 0 || next + TilePart.BYTES > bytes.limit()) {
      return true;
    }
    return TilePart.read(bytes, (int) next, tiles).isPresent();
  }

  private List<byte[]> parts(int tile, Stretch stretch)
      throws RasterException, InterruptedException {
    List<byte[]> parts = new ArrayList<>();
    long at = landmarks.guess(tile).at();
    long held = 0;
    Stretch seen = stretch;
    while (true) {
      if (!seen.holds(at, TilePart.BYTES)) {
        seen = new Stretch(at, source.read(at, LEAST));
      }
      Optional<TilePart> found = seen.part(at, tiles);
      if (found.isEmpty() || found.get().tile() != tile) {
        if (parts.isEmpty()) {
          throw Defects.malformed("Tile %d does not begin where it should.".formatted(tile));
        }
        return parts;
      }
      TilePart part = found.get();
      long length = part.length() == 0 ? end - at : part.length();
      held += length;
      if (length < TilePart.BYTES || held > limits.tileBytes()) {
        throw Defects.tooLarge("Tile %d of %d bytes.".formatted(tile, held));
      }
      seen = seen.through(at, (int) length, source);
      parts.add(seen.bytes(at, (int) length));
      if (part.last() || part.length() == 0) {
        return parts;
      }
      at += length;
    }
  }
}
