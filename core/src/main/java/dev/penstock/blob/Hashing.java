package dev.penstock.blob;

/** What a blob's digest is for, and so which one is computed while it is written. */
public enum Hashing {
  /**
   * SHA-256: names a payload to the outside (idempotency, {@code Repr-Digest}); 0.3 GB/s a core.
   */
  IDENTITY,
  /** CRC-32C: notices a damaged chunk result when it is read back; several GB/s a core. */
  DAMAGE
}
