package dev.penstock.testkit.powerloss;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Which of the changes that no sync has made certain a disk kept all the same. */
interface Luck {
  /** The next change of a name, or none of it. */
  boolean keepsName();

  /** For the next file, which has so many changes. */
  OfFile file(int changes);

  /** For one file. Changes are numbered from 0. */
  interface OfFile {
    /** Whether the length that this change led to is on the disk; true for a first few of them. */
    boolean keepsLength(int change);

    /** Whether the next sector of this change is on the disk. */
    boolean keepsSector(int change);

    /** In bytes: what a disk writes as a whole. */
    int sector();

    /** The byte at a place to which the disk never got anything. */
    byte litter(int at);
  }

  /** Only what is certain. */
  static Luck none() {
    return new Even(false);
  }

  /** All of it, as if the power had stayed. */
  static Luck full() {
    return new Even(true);
  }

  /** Some of it; the same for the same seed. */
  static Luck of(long seed) {
    return new Mixed(new SplittableRandom(seed));
  }

  /** The same for everything. */
  record Even(boolean good) implements Luck, OfFile {
    @Override
    public boolean keepsName() {
      return good;
    }

    @Override
    public OfFile file(int changes) {
      return this;
    }

    @Override
    public boolean keepsLength(int change) {
      return good;
    }

    @Override
    public boolean keepsSector(int change) {
      return good;
    }

    @Override
    public int sector() {
      return 4_096;
    }

    @Override
    public byte litter(int at) {
      return 0;
    }
  }

  /**
   * Drawn anew for each disk and each file: a disk that kept nearly all of one file and nothing of
   * another breaks more than one that throws a coin for every sector.
   */
  final class Mixed implements Luck {
    private static final double[] CHANCES = {0, 0.1, 0.5, 0.9, 1};

    private final RandomGenerator random;
    private final double names;
    private final int sector;
    private final boolean clean;

    Mixed(RandomGenerator random) {
      this.random = random;
      this.names = chance();
      this.sector = random.nextBoolean() ? 512 : 4_096;
      this.clean = random.nextBoolean();
    }

    private double chance() {
      return CHANCES[random.nextInt(CHANCES.length)];
    }

    @Override
    public boolean keepsName() {
      return random.nextDouble() < names;
    }

    @Override
    public OfFile file(int changes) {
      // In order up to one that is torn, or any of them.
      boolean inOrder = random.nextInt(3) == 0;
      int upTo = random.nextInt(changes + 1);
      double sectors = chance();
      return new OfFile() {
        @Override
        public boolean keepsLength(int change) {
          return change < upTo || (inOrder && change == upTo);
        }

        @Override
        public boolean keepsSector(int change) {
          return (inOrder && change != upTo) ? change < upTo : random.nextDouble() < sectors;
        }

        @Override
        public int sector() {
          return sector;
        }

        @Override
        public byte litter(int at) {
          return clean ? 0 : (byte) (at * 31 + 7);
        }
      };
    }
  }
}
