package dev.penstock.raster.pixel;

/** What a sample is: U unsigned, I signed, F floating; the number is its bits. */
public enum SampleType {
  U8(1),
  I8(1),
  U16(2),
  I16(2),
  U32(4),
  I32(4),
  U64(8),
  I64(8),
  F16(2),
  F32(4),
  F64(8);

  private final int bytes;

  SampleType(int bytes) {
    this.bytes = bytes;
  }

  /** Bytes of one sample. */
  public int bytes() {
    return bytes;
  }

  /** Whether it is a floating point number. */
  public boolean floating() {
    return this == F16 || this == F32 || this == F64;
  }

  /** The sample that starts at that byte. Integers of 64 bits are rounded. */
  public double value(byte[] bytes, int at) {
    return switch (this) {
      case U8 -> bytes[at] & 0xff;
      case I8 -> bytes[at];
      case U16 -> LittleEndian.getShort(bytes, at) & 0xffff;
      case I16 -> LittleEndian.getShort(bytes, at);
      case U32 -> LittleEndian.getInt(bytes, at) & 0xffffffffL;
      case I32 -> LittleEndian.getInt(bytes, at);
      case U64 -> unsigned(LittleEndian.getLong(bytes, at));
      case I64 -> LittleEndian.getLong(bytes, at);
      case F16 -> Float.float16ToFloat(LittleEndian.getShort(bytes, at));
      case F32 -> Float.intBitsToFloat(LittleEndian.getInt(bytes, at));
      case F64 -> Double.longBitsToDouble(LittleEndian.getLong(bytes, at));
    };
  }

  private static double unsigned(long value) {
    return value >= 0 ? value : ((value >>> 1) | (value & 1)) * 2.0;
  }

  /** Writes the number as a sample; out of range, the nearest there is, and 0 for NaN. */
  public void put(byte[] bytes, int at, double value) {
    switch (this) {
      case U8, I8 -> bytes[at] = (byte) (int) clamped(value);
      case U16, I16 -> LittleEndian.putShort(bytes, at, (short) (int) clamped(value));
      case U32, I32 -> LittleEndian.putInt(bytes, at, (int) (long) clamped(value));
      case U64 -> LittleEndian.putLong(bytes, at, unsigned64(value));
      case I64 -> LittleEndian.putLong(bytes, at, (long) value);
      case F16 -> LittleEndian.putShort(bytes, at, Float.floatToFloat16((float) value));
      case F32 -> LittleEndian.putInt(bytes, at, Float.floatToRawIntBits((float) value));
      case F64 -> LittleEndian.putLong(bytes, at, Double.doubleToRawLongBits(value));
    }
  }

  private double clamped(double value) {
    return Double.isNaN(value) ? 0 : Math.min(highest(), Math.max(lowest(), value));
  }

  private static long unsigned64(double value) {
    return value >= 0x1p63 ? (long) (value - 0x1p63) ^ Long.MIN_VALUE : (long) Math.max(0, value);
  }

  /** Whole numbers as samples of a type that they fit into. */
  public byte[] pack(int[] values) {
    byte[] packed = new byte[values.length * bytes];
    for (int i = 0; i < values.length; i++) {
      switch (bytes) {
        case 1 -> packed[i] = (byte) values[i];
        case 2 -> LittleEndian.putShort(packed, 2 * i, (short) values[i]);
        case 4 -> LittleEndian.putInt(packed, 4 * i, values[i]);
        default -> LittleEndian.putLong(packed, 8 * i, values[i]);
      }
    }
    return packed;
  }

  /** The least number that a sample can be. */
  public double lowest() {
    return switch (this) {
      case U8, U16, U32, U64 -> 0;
      case I8 -> Byte.MIN_VALUE;
      case I16 -> Short.MIN_VALUE;
      case I32 -> Integer.MIN_VALUE;
      case I64 -> Long.MIN_VALUE;
      case F16, F32, F64 -> Double.NEGATIVE_INFINITY;
    };
  }

  /** The greatest number that a sample can be. */
  public double highest() {
    return switch (this) {
      case U8 -> 0xff;
      case I8 -> Byte.MAX_VALUE;
      case U16 -> 0xffff;
      case I16 -> Short.MAX_VALUE;
      case U32 -> 0xffffffffL;
      case I32 -> Integer.MAX_VALUE;
      case U64 -> 0x1p64;
      case I64 -> Long.MAX_VALUE;
      case F16, F32, F64 -> Double.POSITIVE_INFINITY;
    };
  }
}
