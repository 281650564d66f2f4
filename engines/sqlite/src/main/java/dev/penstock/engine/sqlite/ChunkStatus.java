package dev.penstock.engine.sqlite;

/** Where a chunk stands, in the order of {@link dev.penstock.job.StageProgress.Chunks}. */
enum ChunkStatus {
  READY(2, 0),
  DELAYED(4, 1),
  RUNNING(3, 2),
  DONE(7, 3),
  DEAD(5, 4),
  CANCELLED(6, 5);

  /** How many there are. */
  static final int COUNT = 6;

  private static final ChunkStatus[] BY_CODE = new ChunkStatus[8];

  static {
    for (ChunkStatus status : values()) {
      BY_CODE[status.code] = status;
    }
  }

  /** What the column holds. SQLite stores 0 and 1 in another width, so neither is used. */
  final int code;

  /** Where it stands in rows of counters, also in stored ones. */
  final int place;

  ChunkStatus(int code, int place) {
    this.code = code;
    this.place = place;
  }

  static ChunkStatus of(int code) {
    return BY_CODE[code];
  }

  boolean open() {
    return this == READY || this == DELAYED || this == RUNNING;
  }
}
