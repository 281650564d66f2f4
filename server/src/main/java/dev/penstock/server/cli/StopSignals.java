package dev.penstock.server.cli;

import dev.penstock.server.terminal.Terminal;
import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Lets Ctrl-C and SIGTERM end a command in its own order, with its own exit status. The JVM's
 * answer to both is to run shutdown hooks in no order and to exit with 128 + the signal's number.
 */
final class StopSignals {
  /** Set once in the life of a process; a second signal ends it at once. */
  private static final AtomicBoolean ASKED = new AtomicBoolean();

  private static final CountDownLatch STOP = new CountDownLatch(1);

  private StopSignals() {}

  /** Whether a signal came: then whatever goes wrong afterwards is only its consequence. */
  static boolean asked() {
    return ASKED.get();
  }

  /**
   * Interrupts the calling thread when one of the signals comes; the second one ends the process at
   * once. Signals of a process that does other things besides are left alone.
   */
  static void interruptThisThread(Terminal terminal) {
    if (!terminal.owned()) {
      return;
    }
    Thread waiting = Thread.currentThread();
    Runnable stop =
        () -> {
          if (!ASKED.compareAndSet(false, true)) {
            Runtime.getRuntime().halt(ExitCode.INTERRUPTED.status());
          }
          waiting.interrupt();
          STOP.countDown();
        };
    handle("TERM", stop);
    handle("INT", stop);
  }

  /**
   * Gives up when a signal came already, also when its interrupt was swallowed on the way.
   *
   * @throws InterruptedException then
   */
  static void check() throws InterruptedException {
    if (asked()) {
      throw new InterruptedException();
    }
  }

  /** Waits for a signal. The caller then stops in its own order, no longer interrupted. */
  static void await() {
    try {
      STOP.await();
    } catch (InterruptedException e) {
      // That is what was waited for.
      return;
    }
    Thread.interrupted();
  }

  /**
   * Through reflection, because javac warns of {@code sun.misc.Signal} and there is no other API.
   * On a JVM without it the signals keep their usual effect.
   */
  private static void handle(String name, Runnable action) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object ours =
          Proxy.newProxyInstance(
              StopSignals.class.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, args) -> {
                action.run();
                return null;
              });
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), ours);
    } catch (ReflectiveOperationException e) {
      Runtime.getRuntime().addShutdownHook(new Thread(action));
    }
  }
}
