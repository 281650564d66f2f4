package dev.penstock.server.intake;

import java.nio.ByteBuffer;

/** Sees every byte of a body go by, and has the last word before anything of it is kept. */
interface Seal {
  /** For a body whose sender was let in already. */
  Seal NONE =
      new Seal() {
        @Override
        public void piece(ByteBuffer bytes) {}

        @Override
        public void check() {}
      };

  /** The next piece, in order; it is left as it is. */
  void piece(ByteBuffer bytes);

  /**
   * All pieces went by.
   *
   * @throws dev.penstock.server.web.RefusedException when the body is not its sender's
   */
  void check();
}
